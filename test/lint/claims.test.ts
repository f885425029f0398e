import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lint, unwrittenRequirements } from '../../support/lint/lint.ts';
import type { Deviation, KnownIssue } from '../../support/verdict/exceptions.ts';
import { findingsOf, projectOf, SCENARIOS, says, soundFeature, URI, withSteps } from './throw-away.ts';

const known = (line: number, scenario: string): KnownIssue => ({
  type: 'known-issue',
  at: `features/exceptions.yaml:${line}`,
  scenario,
  checks: ['LB-001.1'],
  contains: 'dry',
  release: 'kserve/document',
  approver: 'gardener',
  reason: 'drought',
  expires: new Date().toISOString().slice(0, 10),
});

test('the rules of a run are shared: tags, checks, steps', () => {
  const text = soundFeature()
    .replace('@basic', '@basics')
    .replace('I water it', 'I watr it')
    .replace('# checks: LB-001.1', '# checks: LB-001.11');
  const lines = findingsOf(text);
  says(lines, /^1: unknown tag @basics; did you mean @basic\? \(start-up\)$/);
  says(
    findingsOf(soundFeature().replace('@basic', '@basic @tonight')),
    /^1: unknown tag @tonight; docs\/glossary\.md lists the tags \(start-up\)$/,
  );
  says(
    findingsOf(soundFeature().replace('@LB-001 ', '@LB-001 @XYZZY-999 ')),
    /^6: unknown requirement @XYZZY-999; features\/requirements\.yaml has all of them \(start-up\)$/,
  );
  says(lines, /^9: step "I watr it" is not defined; the nearest is "I water it"/);
  says(lines, /^11: unknown check LB-001\.11; it has the checks LB-001\.1 to LB-001\.\d+ /);
});

test('an entry of the register names a scenario that exists', () => {
  const title = /Scenario: (.*)/.exec(soundFeature())?.[1] ?? '';
  const excused = [known(3, title), known(9, `${title}x`)];
  const found = lint(projectOf(soundFeature(), { excused }));
  assert.deepEqual(found, [
    {
      uri: 'features/exceptions.yaml',
      line: 9,
      rule: 'excused',
      problem: `no scenario is called "${title}x"`,
      fix: `write "${title}", if that is the one`,
    },
  ]);
});

test('an entry of the register means one scenario, and no quarantine covers P0 or lasts', () => {
  const title = /Scenario: (.*)/.exec(soundFeature())?.[1] ?? '';
  const other = 'features/kserve/basic/LB-002-other.feature';
  const others = {
    [other]: soundFeature()
      .replace('A plant grows', 'Another grows')
      .replaceAll('LB-001', 'LB-002')
      .replace('@P0', '@P1'),
  };
  const quarantine = { ...known(5, title), type: 'quarantine', expires: '2999-12-31' } as const;
  const excused = [known(3, title), { ...known(4, title), feature: other }, { ...quarantine, feature: URI }];
  const problems = lint(projectOf(soundFeature(), { excused, others }))
    .filter(({ rule }) => rule === 'excused')
    .map(({ line, problem }) => `${line}: ${problem}`);
  assert.deepEqual(problems.slice(0, 2), [
    `3: "${title}" stands in ${URI} and ${other}; name the one under "feature"`,
    `5: "${title}" is P0: no quarantine covers that; somebody must answer for it`,
  ]);
  assert.match(problems[2] ?? '', /^5: a quarantine expires at most 90 days ahead, this one in \d+ days$/);
});

test('what a run would not accept of the registers is named at its place', () => {
  const registerProblems = ['features/exceptions.yaml:7: expected system and release, got "v0.20"'];
  assert.deepEqual(lint(projectOf(soundFeature(), { registerProblems })), [
    {
      uri: 'features/exceptions.yaml',
      line: 7,
      rule: 'excused',
      problem: 'expected system and release, got "v0.20"',
    },
  ]);
});

test('a requirement on the feature is refused', () => {
  says(findingsOf(soundFeature().replace('@kserve', '@kserve @LB-001')), /^1: @LB-001 stands on a feature/);
});

test('tags that are no tags are told once, and so is a requirement that is not carried', () => {
  const tags = soundFeature().replace('@LB-001 @P0', 'LB-001 @P0');
  says(
    findingsOf(tags),
    /^2: "LB-001 @P0" below it is read as a description; begin each tag with "@" \(start-up\)$/,
  );
  says(
    findingsOf(soundFeature().replace('@LB-001 @P0', '@P0 LB-001')),
    /^6: a tag has a space in it; begin each/,
  );
  const untagged = findingsOf(
    soundFeature().replace('@LB-001 @P0', '@LB-002 @P1').replace('.1\n', '.1, LB-001.2\n'),
  );
  assert.equal(untagged.filter((line) => line.includes('has no tag @LB-001')).length, 1);
  const unknown = findingsOf(soundFeature().replace('@kserve', '@kserv @needs-gp'));
  assert.equal(unknown.filter((line) => line.includes('@kserv')).length, 1);
  assert.equal(unknown.filter((line) => line.includes('@needs-gp')).length, 1);
});

test('what follows from a refused mistake is looked at when that is mended', () => {
  assert.deepEqual(findingsOf(soundFeature().replace('@LB-001 @P0', '@LB-01 @P0')), [
    '6: unknown requirement @LB-01; did you mean @LB-001? (start-up)',
  ]);
});

test('the priority is the highest of the requirements of the scenario', () => {
  assert.deepEqual(findingsOf(soundFeature().replace('@P0', '@P1')), [
    '7: the scenario is P1, its requirements are LB-001 (P0); tag it @P0 (tag)',
  ]);
  const both = (priority: string): string[] =>
    findingsOf(
      soundFeature().replace('@LB-001 @P0', `@LB-002 @LB-001 @${priority}`).replace('.1\n', '.1, LB-002.1\n'),
    );
  assert.deepEqual(both('P0'), []);
  assert.deepEqual(both('P1'), [
    '7: the scenario is P1, its requirements are LB-001 (P0), LB-002 (P1); tag it @P0, the highest of them (tag)',
  ]);
});

test('system and category stand on the feature, and nothing else does', () => {
  const scenario = soundFeature().replace('@LB-001 @P0', '@LB-001 @P0 @kserve');
  says(findingsOf(scenario), /^6: @kserve stands on a rule or scenario; leave system and category to the f/);
  const feature = soundFeature().replace('@basic', '@basic @slow');
  assert.deepEqual(findingsOf(feature), [
    '1: @slow stands on the feature; put it on the scenarios that it is true of; a feature carries its system and category (tag)',
  ]);
});

test('a claim stands where somebody reads it, on what decides', () => {
  const lines = findingsOf(
    withSteps(`    # checks: LB-001.1
    Given a rose is growing
    # checks: LB-001.2

    Then it has 2 leaves
    # checked: LB-001.2
    And its leaves are these:
      | leaf  | color | check    |
      | first | green | LB-001.2 |`),
  );
  says(lines, /^9: a Given decides LB-001\.1; let the Then that observes the outcome decide it/);
  says(lines, /^10: the checks stand above nothing that decides them; put the comment directly above/);
  assert.ok(!lines.some((line) => line.startsWith('13:')), 'a comment in plain words is no claim');
  says(lines, /^15: the column "check" is not the first; put it first/);
  says(
    findingsOf(soundFeature().replace('# checks: LB-001.1', '# check LB-001.1')),
    /^10: "# check LB-001\.1" names no check; write # checks:/,
  );
  says(
    findingsOf(soundFeature().replace('| check ', '| checks')),
    /the column "checks" is no claim; name it/,
  );
});

test('every check of a requirement that is judged is decided or settled', () => {
  const text = soundFeature().replace('| LB-001.2 |', '|          |');
  assert.deepEqual(findingsOf(text), [
    '7: scenarios carry @LB-001, but nothing decides LB-001.2 ("what LB-001.2 wants"); let a step or a row decide it, or name it under "nothing-judges" of a deviation in exceptions.yaml (decided)',
  ]);
  assert.deepEqual(findingsOf(text, { covered: ['LB-001.2'] }), []);
});

const deviation = (nothingJudges: readonly string[]): Deviation => ({
  type: 'deviation',
  at: 'features/exceptions.yaml:12',
  checks: ['LB-001.1', 'LB-001.2'],
  documentSays: 'two colours',
  suiteDoes: 'expects one',
  why: 'they exclude each other',
  source: 'document 000',
  nothingJudges,
});

test('a deviation settles only a check that it names as judged by nothing', () => {
  const lost = soundFeature().replace('| LB-001.2 |', '|          |');
  says(findingsOf(lost, { deviations: [deviation([])] }), /^7: .* nothing decides LB-001\.2 /);
  says(findingsOf(lost, { deviations: [deviation(['LB-001.1'])] }), /^7: .* nothing decides LB-001\.2 /);
  assert.deepEqual(findingsOf(lost, { deviations: [deviation(['LB-001.2'])] }), []);
  assert.deepEqual(findingsOf(soundFeature(), { deviations: [deviation([])] }), []);
});

test('what is judged after all is not named as judged by nothing', () => {
  assert.deepEqual(findingsOf(soundFeature(), { deviations: [deviation(['LB-001.2'])] }), [
    `features/exceptions.yaml:12: LB-001.2 is named under "nothing-judges", but ${URI}:14 decides it; take it out of the list (decided)`,
  ]);
});

test('a lost check is told in the file that is named after its requirement', () => {
  const lost = soundFeature().replace('| LB-001.2 |', '|          |');
  const other = soundFeature()
    .replace('A plant grows', 'Another grows')
    .replace('@LB-001 @P0', '@LB-001 @LB-002 @P0')
    .replace('LB-001.2', 'LB-002.1')
    .replace('LB-001.1', 'LB-002.2');
  const others = { 'features/kserve/basic/EC-LB-001-first.feature': other };
  const lines = lint({
    ...projectOf(lost),
    features: projectOf(other, { uri: Object.keys(others)[0] ?? '', others: { [URI]: lost } }).features,
  })
    .filter(({ problem }) => problem.includes('nothing decides LB-001.2'))
    .map(({ uri, line }) => `${uri}:${line}`);
  assert.deepEqual(lines, [`${URI}:7`]);
});

test('of alternatives, one decided is enough', () => {
  const text = soundFeature().replace('@LB-001 @P0', '@LB-001 @LB-002 @P0').replace('.1\n', '.1, LB-002.2\n');
  assert.deepEqual(findingsOf(text), []);
});

test('two places decide a check only on purpose; rows of one table may', () => {
  const twice = soundFeature().replace('# checks: LB-001.1', '# checks: LB-001.1, LB-001.2');
  assert.deepEqual(findingsOf(twice), [
    `14: LB-001.2 is also decided at ${URI}:11; keep one, or say in this file that all are meant: # decided in several places: LB-001.2 (decided)`,
  ]);
  const meant = twice.replace('  Nobody', '  # decided in several places: LB-001.2\n  Nobody');
  assert.deepEqual(findingsOf(meant), []);
  const rows = soundFeature().concat('      | LB-001.2 | second | red |\n');
  assert.deepEqual(findingsOf(rows), []);
  const needless = soundFeature().replace('  Nobody', '  # decided in several places: LB-001.2\n  Nobody');
  assert.deepEqual(findingsOf(needless), [
    '4: LB-001.2 is decided in one place, not in several; take it out of the list (decided)',
  ]);
});

test('every file that shares a check says so', () => {
  const other = 'features/kserve/basic/LB-002-water.feature';
  const shared = '  # decided in several places: LB-001.1\n  Nobody';
  const second = `@kserve @basic
Feature: Water helps

  Nobody waters for nothing.

  @LB-001 @LB-002 @P0
  Scenario: A plant has leaves
    # checks: LB-001.1, LB-002.1
    Then it has 2 leaves
`;
  const lines = findingsOf(soundFeature().replace('  Nobody', shared), { others: { [other]: second } });
  assert.deepEqual(lines, [
    `${other}:9: LB-001.1 is also decided at ${URI}:12; keep one, or say in this file that all are meant: # decided in several places: LB-001.1 (decided)`,
  ]);
});

test('requirements without a scenario are work, not findings', () => {
  const project = projectOf(soundFeature());
  assert.deepEqual(lint(project), []);
  assert.deepEqual(unwrittenRequirements(project), ['LB-002']);
});

test('what nothing can detect is not asked for', () => {
  assert.deepEqual(findingsOf(soundFeature(SCENARIOS.replace('@P0', '@P0 @needs-gpu'))), []);
  const finding =
    'nothing detects what @needs-cargo asks for: it would be skipped on every cluster; write a probe for it in support/capabilities/capabilities.ts, or take the tag away (tag)';
  assert.deepEqual(findingsOf(soundFeature(SCENARIOS.replace('@P0', '@P0 @needs-cargo'))), [`6: ${finding}`]);
  assert.equal(findingsOf(soundFeature().replace('@basic', '@basic @needs-cargo'))[0], `1: ${finding}`);
});
