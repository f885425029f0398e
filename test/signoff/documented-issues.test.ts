import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge } from '../../support/judge/judge.ts';
import { signOffMarkdown } from '../../support/reports/markdown/sign-off.ts';
import { issuesFound } from '../../support/signoff/issues.ts';
import { signOff } from '../../support/signoff/sign-off.ts';
import type { DefinedScenario } from '../../support/verdict/defined-scenarios.ts';
import { readFeatureFolder } from '../../support/verdict/feature-files.ts';
import { readInventory } from '../../support/verdict/inventory.ts';
import type { RecordedScenario } from '../../support/verdict/recorded-run.ts';

const inventory = await readInventory('features/requirements.yaml');
const { scenarios: defined } = await readFeatureFolder('features');

const tagged = (id: string) => defined.filter(({ requirementIds }) => requirementIds.includes(id));

/** The scenario as if its last step had failed, and all others had passed. */
const failing = (scenario: DefinedScenario): RecordedScenario => ({
  defined: scenario,
  selected: true,
  attempts: [
    {
      id: scenario.key,
      startedAt: new Date(0),
      endedAt: new Date(1),
      steps: scenario.steps.map((step, position) => ({
        defined: step,
        position,
        nanoseconds: 0,
        attachments: [],
        ...(position < scenario.steps.length - 1
          ? { status: 'passed' as const }
          : { status: 'failed' as const, message: 'Error: expected a fix, got none' }),
      })),
    },
  ],
});

const judged = (scenarios: readonly RecordedScenario[]) =>
  judge({
    run: { scenarios, spans: [], interrupted: false, failures: [], outdated: [], damages: [], sources: [] },
    defined,
    inventory,
    exceptions: [],
    coverage: [],
    problems: [],
    today: new Date(0),
  });

const page = signOff(judged([]), { digests: [], invocations: [], problems: [] });
const issues = page.documentedIssues.filter(({ id }) => id.startsWith('ISSUE-'));

/** Issues that no scenario can observe: docs/known-issues.md says why. */
const UNSEEN = ['ISSUE-009', 'ISSUE-015', 'ISSUE-017'];

describe('the issues that the documents know', () => {
  test('have a scenario each, save those that nobody can observe from outside', () => {
    const untagged = issues.map(({ id }) => id).filter((id) => tagged(id).length === 0);
    assert.deepEqual(untagged.toSorted(), UNSEEN);
  });

  test('have a row each: issue, severity, component, status and scenarios', () => {
    assert.equal(issues.length, 20);
    const markdown = signOffMarkdown(page).replaceAll('\\', '');
    assert.match(
      markdown,
      /\| issue \| severity \| component \| in the document \| status here \| test scenarios \| title \|/,
    );
    for (const { id, severity, component, documented } of issues)
      assert.ok(markdown.includes(`| ${id} | ${severity} | ${component} | ${documented} | `), id);
    const [first] = issues;
    assert.deepEqual([first?.id, first?.documented], ['ISSUE-001', 'Must Fix']);
    assert.deepEqual(
      first?.scenarios,
      tagged('ISSUE-001').map(({ name }) => name),
    );
  });

  test('carry the severities of their sections, one of them critical', () => {
    const severities = issues.slice(0, 6).map(({ severity }) => severity);
    assert.deepEqual(severities, ['Critical', 'High', 'High', 'Medium', 'Medium', 'Low']);
    assert.equal(issues.filter(({ severity }) => severity === 'Critical').length, 1);
  });

  test('are grouped by source file, and by what the document calls those without one', () => {
    for (const line of [
      'controller.go: ISSUE-001, ISSUE-004, ISSUE-009, ISSUE-010, ISSUE-016',
      'config_merge.go: ISSUE-002, ISSUE-011, ISSUE-012',
      'scheduler.go: ISSUE-003, ISSUE-006',
      'router.go: ISSUE-005, ISSUE-013, ISSUE-014',
      'Validation Gap: ISSUE-018, ISSUE-019, ISSUE-020',
      'Test Coverage: ISSUE-017',
    ]) {
      assert.ok(page.documentedByComponent.includes(line), line);
      assert.ok(signOffMarkdown(page).replaceAll('\\', '').includes(`- ${line}`), line);
    }
  });
});

describe('what must be settled before a release', () => {
  for (const id of ['ISSUE-001', 'ISSUE-002', 'ISSUE-003', 'ISSUE-018'])
    test(`${id} stands against a minimum viable product while it is not judged`, () => {
      assert.ok(
        page.missing.some((line) => line.startsWith(`${id} (`)),
        id,
      );
    });

  for (const id of [
    'ISSUE-001',
    'ISSUE-002',
    'ISSUE-003',
    'ISSUE-018',
    'ISSUE-004',
    'ISSUE-005',
    'ISSUE-012',
  ])
    test(`${id} stands against a release when one of its scenarios fails`, () => {
      const [scenario] = tagged(id);
      assert.ok(scenario, `no scenario carries the tag @${id}`);
      const { gate } = judged([failing(scenario)]);
      assert.equal(gate.decision, 'NO-GO');
      assert.ok(gate.blockers.some((blocker) => blocker.includes(scenario.name)));
    });

  test('what was found is told by severity, the worst first', () => {
    const some = ['ISSUE-005', 'ISSUE-001', 'ISSUE-012', 'ISSUE-002'].flatMap((id) => tagged(id).slice(0, 1));
    const found = issuesFound(judged(some.map(failing)));
    const order = ['Critical', 'High', 'Medium', 'Low'];
    const ranks = found.map(({ severity }) => order.indexOf(severity));
    assert.deepEqual(ranks, ranks.toSorted());
    assert.equal(found.length, some.length);
    assert.deepEqual(found[0]?.documented, ['ISSUE-001'], 'what it judges, not all that is related');
  });
});

describe('the twelve subjects in their order of priority', () => {
  const subjects: readonly (readonly [string, string])[] = [
    ['reconciliation', 'ISSUE-001'],
    ['prefill and decode apart', 'LA-020.60'],
    ['the sidecar is injected', 'LA-020.20'],
    ['the scheduler chooses a pod', 'LA-020.53'],
    ['template variables', 'ISSUE-002'],
    ['priority of merges', 'LA-001.10'],
    ['discovery by the pool', 'LA-020.38'],
    ['one pod for a session', 'LA-020.69'],
    ['the condition of the pool', 'ISSUE-003'],
    ['changes of a configuration', 'ISSUE-004'],
    ['a gateway that does not exist', 'ISSUE-005'],
    ['the port of the scheduler', 'ISSUE-006'],
  ];
  for (const [subject, id] of subjects)
    test(`${subject}: ${id} is decided, and stands against GO when it fails`, () => {
      const scenario = defined.find(
        ({ requirementIds, claims }) =>
          requirementIds.includes(id) || claims.some(({ check }) => check === id),
      );
      assert.ok(scenario, `no scenario decides ${id}`);
      assert.equal(judged([failing(scenario)]).gate.decision, 'NO-GO');
    });
});
