import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inOneLine } from '../../support/lint/finding.ts';
import { lint } from '../../support/lint/lint.ts';
import { findingsOf, projectOf, says, soundFeature, URI, withSteps } from './throw-away.ts';

test('a step is used with its own keyword', () => {
  says(
    findingsOf(withSteps('    Given I water it\n    Then it has 2 leaves')),
    /^8: "I water it" is a When, used here as a Given; /,
  );
});

test('a feature says what, not how', () => {
  const step = (text: string): string[] => findingsOf(withSteps(`    Then ${text}`));
  says(step('kubectl shows 2 leaves'), /^8: "kubectl" is a command; .*\(plain-language\)$/);
  says(step('{.status.leaves} is 2'), /is the path of a field; /);
  says(step('it reports "status.conditions" as true'), /^8: "status\.conditions" is the path of a field; /);
  says(step('leaves (spec.replicas) are 2'), /"spec\.replicas" is the path of a field; /);
  says(step('items[0] is green'), /"s\[0\]" is the path of a field; /);
  says(step('it has $LEAVES leaves'), /"\$LEAVES" is an environment variable; /);
  says(step('it has 2 or 3 leaves'), /the promise has an alternative \("or"\); /);
  says(findingsOf(withSteps('    When I wait 5 minutes')), /the step only waits; say in the Then/);
  says(
    findingsOf(
      withSteps('    Given this plant:\n      """\n      apiVersion: v1\n      kind: Plant\n      """'),
    ),
    /^9: a manifest stands in the text of the step; put it into fixtures\/manifests/,
  );
});

test('a promise has no alternatives, in titles and in tables neither', () => {
  const said = /the promise has an alternative \("or"\); /;
  says(findingsOf(soundFeature().replace('A watered plant blooms', 'It blooms or not')), said);
  says(findingsOf(soundFeature().replace('Feature: A plant grows', 'Feature: It grows or not')), said);
  says(findingsOf(soundFeature().replace('| green |', '| red or green |')), /^14: the promise has an alt/);
  const outline = soundFeature(`  @LB-001 @P0
  Scenario Outline: A plant has <count> leaves
    Then it has <count> leaves

    Examples:
      | check    | count  |
      | LB-001.1 | 2 or 3 |
      | LB-001.2 | 4      |`);
  says(findingsOf(outline), /^12: the promise has an alternative/);
  const literal = soundFeature().replace('| green |', '| "red or green" |');
  assert.ok(!findingsOf(literal).some((line) => said.test(line)));
});

test('free text says why, without commands and ids', () => {
  const free = (text: string): string[] => findingsOf(soundFeature().replace('  Nobody keeps', `  ${text}`));
  says(free('We ask kubectl;\n  nobody keeps'), /^4: "kubectl" is a command; .*\(plain-language\)$/);
  assert.deepEqual(free('It does not wither;\n  nobody keeps'), []);
  says(free('Nobody\n  for LB-007 keeps'), /^5: the text has the id LB-007; say in words what it stands/);
  says(free('As in LB-001.2, nobody keeps'), /^4: the text has the id LB-001\.2; /);
  assert.deepEqual(free('Nobody keeps by SHA-256'), []);
  says(
    findingsOf(soundFeature().replace('| first |', '| LB-009 |')),
    /^14: the text has the id LB-009; .*\(free-text\)$/,
  );
  const bare = soundFeature().replace('  Nobody keeps a plant that does not grow.\n', '');
  assert.deepEqual(findingsOf(bare), [
    '2: the feature has no free text; say under its title why anybody cares (free-text)',
  ]);
});

test('what is expected to be refused is tried', () => {
  const steps = '    When I water it\n    Then it is refused because "dry"';
  says(
    findingsOf(withSteps(steps)),
    /^8: what is done here is refused; write "I try to water it" \(attempt\)$/,
  );
  assert.ok(
    !findingsOf(withSteps(steps.replace('I water', 'I try to water')))
      .join()
      .includes('(attempt)'),
  );
});

test('tables have the columns and words of their step', () => {
  const table = soundFeature();
  says(
    findingsOf(table.replace('| leaf ', '| leef ')),
    /^12: the table has an unknown column "leef", perhaps "leaf": its columns are/,
  );
  says(
    findingsOf(table.replace('green', 'gren ')),
    /^14: "gren" is no color of this step; did you mean "green"\? write one of red, green \(word\)$/,
  );
  says(
    findingsOf(withSteps('    Then its leaves are these:')),
    /^8: the step needs a table with the columns check, leaf, color; /,
  );
  says(
    findingsOf(withSteps('    Then it has 2 leaves\n      | leaf |\n      | one  |')),
    /^8: the step takes no table; /,
  );
});

test('a limit that no measured value can miss, or only a good one, is told', () => {
  const of = (figure: string, limit: string): string[] =>
    findingsOf(
      withSteps(
        `    Then these figures are in order:\n      | check | figure | limit |\n      | LB-001.2 | ${figure} | ${limit} |`,
      ),
    ).filter((finding) => finding.startsWith('10: '));
  says(
    of('requests served', 'at least 0'),
    /"at least 0" holds for every requests served: nothing can miss it/,
  );
  says(of('error rate in percent', 'at most 100'), /"at most 100" holds for every error rate/);
  says(
    of('average latency', 'at least 2 seconds'),
    /"at least 2 seconds" holds for the worst average latency, of which lower is better; write "at most"/,
  );
  says(of('p95 to median latency', 'more than 0'), /"more than 0" holds for the worst p95 to median latency/);
  says(
    of('requests per second', 'at most 5'),
    /holds for the worst requests per second, of which higher is better/,
  );
  says(of('average latency', 'at most 2'), /"at most 2" names no unit/);
  for (const [figure, limit] of [
    ['requests served', 'exactly 100'],
    ['average latency', 'at most 2 seconds'],
    ['model download time', 'more than 0 seconds'],
    ['failures of pods', 'at least 2'],
    ['success rate in percent', 'more than 90'],
    ['requests per second', 'between 5 and 500'],
  ] as const)
    assert.deepEqual(of(figure, limit), [], `${figure} ${limit}`);
});

test('a manifest that a table names exists', () => {
  const project = projectOf(withSteps('    When I plant these:\n      | manifest   |\n      | wite-lily  |'));
  const manifests = new Map([
    ['white-lily', 'Lily'],
    ['red-rose', 'Rose'],
  ]);
  says(
    lint({ ...project, manifests }).map(inOneLine),
    /feature:10: there is no manifest "wite-lily"; did you mean "white-lily"\? .*\(word\)$/,
  );
});

test('an outline has rows that teach something, by columns that are used', () => {
  const outline = (title: string, rows: string): string =>
    soundFeature(`  @LB-001 @P0
  Scenario Outline: ${title}
    Then it has <count> leaves

    Examples:
      | check    | count | taste |
${rows}`);
  const one = findingsOf(outline('A plant has <count> leaves', '      | LB-001.1, LB-001.2 | 2 | sweet |'));
  says(one, /^7: the outline has one row; write it as a plain scenario/);
  says(one, /^11: no step uses the column "taste"; write <taste>/);
  const same = outline('A plant has leaves', '      | LB-001.1 | 2 | a |\n      | LB-001.2 | 3 | b |');
  says(
    findingsOf(same),
    /^13: the title of the scenario, "A plant has leaves", stands already .*in an outline/,
  );
});

test('an outline has Examples, with a column for each of its placeholders', () => {
  const outline = (steps: string, examples: string): string =>
    soundFeature(`  @LB-001 @P0\n  Scenario Outline: A plant has <count> leaves\n${steps}\n${examples}`);
  const examples = `
    Examples:
      | check    | count |
      | LB-001.1 | 2     |
      | LB-001.2 | 3     |`;
  assert.deepEqual(findingsOf(outline('    Then it has <count> leaves', examples)), []);
  for (const tag of ['@P3', '@LB-002'])
    says(
      findingsOf(
        outline(
          '    Then it has <count> leaves',
          examples.replace('    Examples', `    ${tag}\n    Examples`),
        ),
      ),
      new RegExp(`^10: ${tag} stands on Examples; put it on the outline`),
    );
  says(
    findingsOf(
      outline('    Then it has <count> leaves', `${examples}\n\n    Examples:\n      | check | count |`),
    ),
    /^15: the Examples have no rows; write them, or delete the Examples/,
  );
  says(
    findingsOf(outline('    Then it has <conut> leaves', examples)),
    /^8: the Examples have no column "conut"; did you mean "count"\?/,
  );
  says(findingsOf(outline('    Then it has 2 leaves', '')), /^7: the outline has no Examples; write it as a/);
});

test('a condition that the suite does not know is told', () => {
  const steps = '    Then it reports "Weather" as true';
  says(findingsOf(withSteps(steps)), /^8: "Weather" is no condition that the suite knows; .*\(spelling\)$/);
});

test('a step that nobody defines is answered with what was meant', () => {
  const said = (step: string): string => findingsOf(withSteps(`    Given ${step}`)).join('\n');
  assert.match(said('a lilly is growing'), /"lilly" is no \{plant\}; did you mean "lily"\?/);
  assert.match(said('the plant grows from rose:'), /not defined/);
  assert.match(
    said('a plant grows from “rose”:'),
    /marks are not the plain ones; write "a plant grows from "rose":"/,
  );
  assert.match(said('it blooms within two days'), /"two days" is no \{span\}; did you mean "2 days"\?/);
  assert.match(said('shines the sun'), /the nearest is "the sun shines"/);
  assert.match(
    said('it blooms'),
    /the nearest is "it blooms within \{span\}" with \{span\}: N minute/,
    'what is left out',
  );
  assert.match(
    said('the bed "$BED" is dug'),
    /"\$BED" is no \{bed\}: a name of small letters, figures and hyphens in quotes/,
  );
  assert.match(
    said('the bed “roses” is dug'),
    /marks are not the plain ones; write "the bed "roses" is dug"/,
  );
});

test('one misspelt column is no mistake of its cells', () => {
  for (const column of ['checks', 'cheks ']) {
    const lines = findingsOf(soundFeature().replace('| check ', `| ${column}`));
    assert.ok(!lines.some((line) => line.includes('(free-text)')), lines.join('\n'));
  }
  says(
    findingsOf(soundFeature().replace('| check    | leaf  | color |\n      ', '')),
    /^12: the first row of a table names its columns, check, leaf, color; here it says "LB-001\.2", "first", "green"; /,
  );
});

test('a setting is one of the kind whose manifest the sentence names', () => {
  const project = projectOf(
    soundFeature().replace(
      'Given a rose is growing',
      'Given a plant grows from "white-lily":\n      | setting |\n      | thorn   |',
    ),
  );
  const groups = new Map([
    ['Rose', ['thorn']],
    ['Lily', ['height']],
  ]);
  const lists = [{ title: 'Settings', column: 'setting', has: () => true, groups }];
  const said = (manifests: Map<string, string>): string[] =>
    lint({ ...project, lists, manifests }).map(inOneLine);
  assert.deepEqual(said(new Map([['white-lily', 'Lily']])), [
    `${URI}:10: "thorn" is no setting of this step; write one of height (word)`,
  ]);
  assert.deepEqual(said(new Map([['white-lily', 'Rose']])), []);
  assert.deepEqual(said(new Map()), []);
});

test('a text that is nearly a word, a condition or a placeholder is meant as one', () => {
  const project = {
    ...projectOf(
      withSteps(`    When I look at "the frist state"
    # checks: LB-001.1, LB-001.2
    Then it reports "RouterRedy" as false
    And "the weather" is "{nmae}" in "the furst stete" with "{{ .Name }}"
    And it reports "Ready" for "the first state" of "{name}"
    And these are true:
      | condition     |
      | RouterReady   |
      | PresetsCombind |`),
    ),
    words: new Set(['the first state']),
  };
  const said = lint(project).filter(({ rule }) => rule === 'spelling');
  assert.deepEqual(
    said.map(({ line, problem }) => `${line}: ${problem}`),
    [
      '8: "the frist state" is nearly "the first state"',
      '10: "RouterRedy" is nearly "RouterReady"',
      '11: "the furst stete" is nearly "the first state"',
      '11: "{nmae}" is nearly "{name}"',
      '13: "PresetsCombind" is nearly "PresetsCombined"',
    ],
  );
});
