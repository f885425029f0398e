import assert from 'node:assert/strict';
import { rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { readCoverage } from '../../support/verdict/coverage.ts';
import { type Exceptions, readExceptions } from '../../support/verdict/exceptions.ts';
import { type Inventory, readInventory } from '../../support/verdict/inventory.ts';
import { scratch } from '../scratch.ts';
import { SAMPLES } from './samples/record.ts';

let inventory: Inventory;
let folder: string;

before(async () => {
  inventory = await readInventory(path.join(SAMPLES.features, 'requirements.yaml'));
  folder = scratch('exceptions');
});

async function exceptions(text: string): Promise<Exceptions & { told: string[] }> {
  const file = path.join(folder, 'exceptions.yaml');
  await writeFile(file, text);
  const read = await readExceptions(file, inventory);
  return { ...read, told: read.problems.map((problem) => problem.replace(`${folder}/`, '')) };
}

describe('the register of exceptions', () => {
  test('reads an entry of each type', async () => {
    const { entries, problems } = await exceptions(`
- type: deviation
  checks: [LB-001.1]
  document-says: both
  suite-does: expects one
  why: they exclude each other
  source: contradiction C-01
- type: known-issue
  scenario: A title
  checks: [LB-001.2, LB-001.3]
  contains: expected 8000
  release: kserve/document
  approver: release manager
  reason: reported as 12
  expires: 2027-01-31
- {type: quarantine, scenario: Another, reason: races at the end, expires: 2027-01-31}
- {type: waiver, checks: [LB-001.4], approver: release manager, reason: not used yet, expires: 2027-01-31}
`);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      entries.map(({ type, checks }) => [type, checks.length]),
      [
        ['deviation', 1],
        ['known-issue', 2],
        ['quarantine', 0],
        ['waiver', 1],
      ],
    );
    assert.match(entries[1]?.at ?? '', /exceptions\.yaml:8$/);
  });

  test('knows no type that is merely a word of the language', async () => {
    for (const type of ['constructor', 'toString', '__proto__']) {
      const { told } = await exceptions(`- {type: ${type}, checks: [LB-001.1]}`);
      assert.equal(told.length, 1);
      assert.match(told[0] ?? '', /^exceptions\.yaml:1: expected type deviation, .* got "/);
    }
  });

  test('is empty where there is no file, or nothing in it', async () => {
    const missing = await readExceptions(path.join(folder, 'none.yaml'), inventory);
    assert.deepEqual(missing, { entries: [], problems: [] });
    assert.deepEqual((await exceptions('# nothing yet\n')).entries, []);
  });

  const mistakes: Record<string, [text: string, sentence: string]> = {
    'a check that nothing judges and that the entry is not about': [
      '- {type: deviation, checks: [LB-001.1], document-says: both, suite-does: expects one, why: they exclude each other,\n   source: document 000, nothing-judges: [LB-001.2]}\n',
      'exceptions.yaml:2: "LB-001.2" under "nothing-judges" is none of the entry\'s "checks"',
    ],
    'a list of what nothing judges that is none': [
      '- {type: deviation, checks: [LB-001.1], document-says: both, suite-does: expects one, why: they exclude each other,\n   source: document 000, nothing-judges: LB-001.1}\n',
      'exceptions.yaml:2: expected a list of check ids under "nothing-judges", got "LB-001.1"',
    ],
    'an unknown type': [
      '- type: excuse\n',
      'exceptions.yaml:1: expected type deviation, known-issue, quarantine, waiver, got "excuse"',
    ],
    'an unknown key': [
      '- {type: quarantine, scenario: A, reason: not used yet, expires: 2027-01-31,\n   owner: me}\n',
      'exceptions.yaml:2: unknown key "owner"; a quarantine has type, checks, feature, scenario, reason, expires',
    ],
    'a missing text': [
      '- type: quarantine\n  scenario: A\n  expires: 2027-01-31\n',
      'exceptions.yaml:1: quarantine needs text under "reason"',
    ],
    'a known issue that nobody answers for': [
      '- {type: known-issue, scenario: A, checks: [LB-001.1], contains: expected 8000, release: kserve/document, reason: not used yet, expires: 2027-01-31}\n',
      'exceptions.yaml:1: known-issue needs text under "approver"',
    ],
    'a known issue of no release that there is': [
      '- {type: known-issue, scenario: A, checks: [LB-001.1], contains: expected 8000, approver: role, reason: reported as 12,\n   expires: 2027-01-31, release: v0.20}\n',
      'exceptions.yaml:2: expected system and release, one of kserve/document, kserve/v0.20, got "v0.20"',
    ],
    'a text that stands in nearly every failure': [
      '- {type: known-issue, scenario: A, checks: [LB-001.1], contains: expected, approver: role, reason: reported as 12, expires: 2027-01-31, release: kserve/document}\n',
      'exceptions.yaml:1: "contains" of a known-issue needs at least 10 characters and a word, got "expected"',
    ],
    'a text without a word': [
      '- {type: quarantine, scenario: A, reason: "- - - - - - - -", expires: 2027-01-31}\n',
      'exceptions.yaml:1: "reason" of a quarantine needs at least 10 characters and a word, got "- - - - - - - -"',
    ],
    'an approver that is no role': [
      '- {type: waiver, checks: [LB-001.1], approver: "-", reason: not used yet, expires: 2027-01-31}\n',
      'exceptions.yaml:1: expected the role of who approves, such as release manager, got "-"',
    ],
    'an unknown check': [
      '- type: waiver\n  checks: [LB-001.1,\n    LB-999.1]\n  approver: role\n  reason: not used yet\n  expires: 2027-01-31\n',
      'exceptions.yaml:2: "LB-999.1" is no check of the inventory',
    ],
    'no list of checks': [
      '- {type: waiver, checks: LB-001.1, approver: role, reason: not used yet, expires: 2027-01-31}\n',
      'exceptions.yaml:1: waiver needs a list of check ids under "checks", or of figures under "figures"',
    ],
    'a figure that nothing measures': [
      '- type: waiver\n  figures: [LB-001.1 median latenzy]\n  target: kind\n  approver: role\n  reason: not used yet\n  expires: 2027-01-31\n',
      'exceptions.yaml:2: "LB-001.1 median latenzy" is no figure that this suite measures: did you mean "LB-001.1 median latency"?',
    ],
    'a figure that is like none': [
      '- {type: waiver, figures: [LB-001.1], target: kind, approver: role, reason: not used yet, expires: 2027-01-31}\n',
      'exceptions.yaml:1: "LB-001.1" is no figure that this suite measures: name it as metrics.json does, such as RK-001.26 median latency',
    ],
    'figures of no target': [
      '- {type: waiver, figures: [LB-001.1 median latency missing], approver: role, reason: not used yet, expires: 2027-01-31}\n',
      'exceptions.yaml:1: waiver needs text under "target"',
    ],
    'figures beside checks': [
      '- {type: waiver, figures: [LB-001.1 median latency missing], checks: [LB-001.1], target: kind, approver: role, reason: not used yet, expires: 2027-01-31}\n',
      'exceptions.yaml:1: unknown key "checks"; a waiver of figures has type, figures, target, context, approver, reason, expires',
    ],
    'a day that does not exist': [
      '- {type: quarantine, scenario: A, reason: not used yet, expires: 2027-02-30}\n',
      'exceptions.yaml:1: expected a date such as 2027-01-31, got "2027-02-30"',
    ],
    'a mapping instead of a list': ['type: waiver\n', 'exceptions.yaml:1: expected a list of entries'],
    'an entry that is a word': ['\n- waiver\n', 'exceptions.yaml:2: expected an entry with keys and values'],
  };
  for (const [name, [text, sentence]] of Object.entries(mistakes))
    test(`names ${name} with file and line`, async () => {
      const { told, entries } = await exceptions(text);
      assert.deepEqual(told, [sentence]);
      assert.deepEqual(entries, []);
    });

  test('names YAML that does not parse', async () => {
    const { told } = await exceptions('- type: waiver\n  checks: [LB-001.1\n');
    assert.match(told[0] ?? '', /^exceptions\.yaml:\d: /);
  });

  test('reads a waiver of figures, which one target has only one of', async () => {
    const entry = (target: string) =>
      `- {type: waiver, figures: [LB-001.1 median latency at most 2 seconds], ${target}, approver: release manager, reason: not used yet, expires: 2027-01-31}\n`;
    const { entries, told } = await exceptions(
      entry('target: kind, context: kind-a') + entry('target: kind') + entry('target: kind'),
    );
    assert.match(told.join(), /^exceptions.yaml:3: LB-001.1 median latency stands already at .*:2$/);
    assert.deepEqual(
      entries.map((it) => it.type === 'waiver' && it.figures),
      ['kind-a', undefined, undefined].map((context) => ({
        figures: [{ id: 'LB-001.1 median latency', accepts: 'at most 2 seconds' }],
        target: 'kind',
        ...(context && { context }),
      })),
    );
  });

  test('reads a known issue of each release, which one has only one of', async () => {
    const entry = (release: string) =>
      `- {type: known-issue, scenario: A, checks: [LB-001.1], contains: expected 8000, approver: role, reason: reported as 12, expires: 2027-01-31, release: ${release}}\n`;
    const { entries, told } = await exceptions(
      entry('kserve/document') + entry('kserve/v0.20') + entry('kserve/v0.20'),
    );
    assert.equal(entries.length, 3);
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /^exceptions.yaml:3: LB-001.1 stands already at .*:2$/);
  });

  test('refuses a second entry about a scenario, whether or not both name its feature', async () => {
    const known = (feature: string) =>
      `- {type: known-issue, scenario: A, ${feature}checks: [LB-001.1], contains: expected 8000, approver: role, reason: reported as 12, expires: 2027-01-31, release: kserve/document}\n`;
    const quarantine = (feature: string) =>
      `- {type: quarantine, scenario: A, ${feature}reason: races sometimes, expires: 2027-01-31}\n`;
    const [a, b] = ['feature: a.feature, ', 'feature: b.feature, '];
    for (const [entry, what] of [
      [known, 'LB-001.1'],
      [quarantine, '"A"'],
    ] as const) {
      for (const [first, second] of [
        [a, ''],
        ['', a],
        [a, a],
      ] as const)
        assert.deepEqual(
          (await exceptions(entry(first) + entry(second))).told.map((told) => told.replace(`${folder}/`, '')),
          [`exceptions.yaml:2: ${what} stands already at exceptions.yaml:1`],
        );
      assert.deepEqual((await exceptions(entry(a) + entry(b))).told, []);
    }
  });

  test('refuses the same entry twice', async () => {
    const entry =
      '- {type: waiver, checks: [LB-001.1], approver: role, reason: not used yet, expires: 2027-01-31}\n';
    assert.deepEqual((await exceptions(entry + entry)).told, [
      'exceptions.yaml:2: LB-001.1 stands already at exceptions.yaml:1'.replace(
        'at exceptions',
        `at ${folder}/exceptions`,
      ),
    ]);
  });
});

describe('the list of what covers a requirement', () => {
  const coverage = async (text: string): Promise<string[]> => {
    const file = path.join(folder, 'coverage.yaml');
    await writeFile(file, text);
    return (await readCoverage(file, inventory)).problems.map((problem) => problem.replace(`${folder}/`, ''));
  };

  test('accepts files that exist', async () => {
    assert.deepEqual(
      await coverage('- {requirement: OT-HELP-01, by: [test/verdict/exceptions.test.ts], how: it runs}\n'),
      [],
    );
  });

  test('refuses files that do not exist, unknown requirements, and what only a scenario decides', async () => {
    assert.deepEqual(
      await coverage(
        '- {requirement: OT-HELP-01, by: [test/none.test.ts], how: it runs}\n' +
          '- {requirement: OT-HELP-99, by: [package.json], how: it runs}\n' +
          '- {requirement: LB-001, by: [package.json]}\n',
      ),
      [
        'coverage.yaml:1: there is no file "test/none.test.ts" in this project',
        'coverage.yaml:2: "OT-HELP-99" is no requirement of the inventory',
        'coverage.yaml:3: LB-001 is a scenario: only scenarios decide it',
        'coverage.yaml:3: needs one sentence under "how"',
      ],
    );
  });

  test('refuses what no commit holds: files that git ignores, and links', async () => {
    const link = path.join('test', 'verdict', `link-${process.pid}.ts`);
    await symlink(path.resolve('package.json'), link);
    try {
      for (const by of ['node_modules/.package-lock.json', link])
        assert.deepEqual(await coverage(`- {requirement: OT-HELP-01, by: ["${by}"], how: it runs}\n`), [
          `coverage.yaml:1: there is no file "${by}" in this project`,
        ]);
    } finally {
      await rm(link);
    }
  });

  test('refuses folders, what has no name, and files outside the project', async () => {
    for (const by of ['.', '', '..', 'test', '/etc/hosts', '../../../../../../../../etc/hosts', '7'])
      assert.deepEqual(await coverage(`- {requirement: OT-HELP-01, by: ["${by}"], how: it runs}\n`), [
        `coverage.yaml:1: there is no file "${by}" in this project`,
      ]);
  });
});
