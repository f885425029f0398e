import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FREE_TEXT } from '../../support/lint/rules/free-text.ts';
import { unfinishedScenarios } from '../../support/validation/steps.ts';
import { findingsOf, projectOf, SCENARIOS, says, soundFeature, URI, withSteps } from './throw-away.ts';

test('a file without a feature is told at its own place', () => {
  const other = 'features/kserve/basic/EC-LB-001-other.feature';
  for (const text of ['', '\n\n', '# nothing yet\n'])
    says(
      findingsOf(text, { others: { [other]: soundFeature() } }),
      /^1: the file has no feature; write one \(npm run new\), or delete the file \(start-up\)$/,
    );
});

test('a text below a step that takes none is no table', () => {
  const text = '      """\n      green\n      """';
  says(
    findingsOf(withSteps(`    Then it has 2 leaves\n${text}`)),
    /^8: the step takes no text; delete the text/,
  );
  says(
    findingsOf(withSteps(`    Then its leaves are these:\n${text}`)),
    /^8: the step takes no text, but a table; /,
  );
  const told = (step: string): string[] =>
    unfinishedScenarios(projectOf(withSteps(`    Then ${step}\n${text}`)).features[0]?.scenarios ?? []);
  assert.deepEqual(told('it has 2 leaves'), [
    `${URI}:8: step "it has 2 leaves" takes no text; delete the text between the quotes below it`,
  ]);
  assert.match(told('its leaves are these:').join(), /needs a table below it, not a text; /);
});

test('an id in small letters is answered with itself', () => {
  const of = (id: string): string[] =>
    findingsOf(soundFeature().replace('# checks: LB-001.1', `# checks: ${id}`));
  says(of('lb-001.1'), /^11: unknown check lb-001\.1; did you mean LB-001\.1\?/);
  says(of('lb-001.9'), /^11: unknown check lb-001\.9; it has the checks LB-001\.1 to LB-001\.2/);
});

test('a feature is of one system and one category', () => {
  assert.deepEqual(findingsOf(soundFeature().replace('@basic', '@basic @scaling')), [
    '2: the feature lies in kserve/basic and has the tag @scaling besides; take the tag away: a feature is of one system and one category (place)',
  ]);
});

test('titles that a reader cannot tell apart are the same', () => {
  const rule = '  Rule: Water helps\n\n';
  const twice = soundFeature().replace('  @LB-001', `${rule}  @LB-001`).concat(`\n${rule}`);
  says(findingsOf(twice), /^18: the title of the rule, "Water helps", stands already at .*:6; /);
  const again = (title: string): string[] =>
    findingsOf(soundFeature().concat(`\n  @LB-002 @P1\n  Scenario: ${title}\n    Then it has 2 leaves\n`));
  for (const title of ['A watered  plant blooms', 'A watered plant\u200B blooms'])
    says(again(title), /^17: the title of the scenario, .* stands already at /);
});

test('a character that cannot be seen is told', () => {
  const of = (character: string): string[] =>
    findingsOf(soundFeature().replace('plant grows', `plant${character} grows`));
  for (const [character, code] of [
    ['\0', 'U+0000'],
    ['\u202E', 'U+202E'],
    ['\u200B', 'U+200B'],
  ] as const)
    says(
      of(character),
      new RegExp(`^2: character 17 of the line cannot be seen \\(${code.replace('+', '\\+')}\\); delete it`),
    );
  says(findingsOf(soundFeature().replace('it blooms', 'it\u00A0blooms')), /\(U\+00A0\); write a plain space/);
  assert.deepEqual(findingsOf(`\uFEFF${soundFeature().replaceAll('\n', '\r\n')}`), []);
});

test('a step with such a character is named by what to write', () => {
  says(
    findingsOf(soundFeature().replace('I water it', 'I\u00A0water it')),
    /^9: step ".*" is not defined: it has a space that is none, .*; write "I water it" \(start-up\)$/,
  );
});

test('a span is one in which something happens, and for which a run can wait', () => {
  const of = (span: string): string[] => findingsOf(withSteps(`    Then it blooms within ${span}`));
  says(of('0 seconds'), /^8: nothing happens in 0 seconds; write the span that is promised.*\(span\)$/);
  says(of('500 hours'), /^8: no run waits 500 hours: that is more than a day; /);
  assert.ok(!of('24 hours').join().includes('(span)'));
  assert.ok(!of('0.5 seconds').join().includes('(span)'));
});

test('a misspelt comment of claims is one', () => {
  for (const word of ['chekcs', 'cheks', 'Checks:', 'check'])
    says(
      findingsOf(soundFeature().replace('# checks: LB-001.1', `# ${word}: LB-001.1`)),
      /^10: "# .*" names no check; write # checks: LB-001\.1/,
    );
  const plain = soundFeature().replace('    Given', '    # checked: LB-001.2\n    Given');
  assert.ok(!findingsOf(plain).join().includes('names no check'));
});

test('the free text of a new feature is none yet', () => {
  says(
    findingsOf(soundFeature().replace('Nobody keeps a plant that does not grow.', FREE_TEXT)),
    /^2: the free text is that of every new feature; say under its title why anybody cares/,
  );
});

test('a block whose keyword is misspelt is not passed over as free text, nor what a Background lost', () => {
  const of = (background: string): string[] =>
    findingsOf(
      soundFeature(`  Rule: Water helps\n\n    ${background}\n\n  @LB-001 @P0\n  Scenario: It blooms\n    When I water it
    # checks: LB-001.1, LB-001.2\n    Then it blooms within 2 days`),
    );
  assert.deepEqual(of('Background:\n      Given a rose is growing'), []);
  for (const word of ['Backgroud:', 'Background', 'background:'])
    says(
      of(`${word}\n      Given a rose is growing`),
      new RegExp(`^6: "${word}" below it is read as a description; did you mean "Background:"\\?`),
    );
  says(
    of('Background:\n      Gven a rose is growing'),
    /^8: "Gven a rose is growing" below it is read as a description; begin each step of the Background with Given/,
  );
  says(of('Scenaro: It grows'), /^6: "Scenaro: It grows" below it .*; did you mean "Scenario:"\?/);
  assert.deepEqual(of('The rule is: water helps.\n    Examples are few.'), of('Why anybody cares.'));
});

test('a step without its keyword is not passed over as free text, nor is a row without its bar', () => {
  const scenario = (first: string): string[] =>
    findingsOf(
      soundFeature(
        `  @LB-001 @P0\n  Scenario: It blooms\n    ${first}\n    # checks: LB-001.1, LB-001.2\n    Then it blooms within 2 days`,
      ),
    );
  assert.deepEqual(scenario('When I water it'), []);
  assert.deepEqual(scenario('Why it should.\n\n    When I water it'), []);
  for (const line of ['I water it', 'Wehn I watr it', '| a | b |'])
    for (const before of ['', 'Why it should.\n\n    '])
      assert.ok(
        scenario(`${before}${line}`).some((finding) =>
          finding.startsWith(
            `7: "${line}" below it is read as a description; begin a step with Given, When,`,
          ),
        ),
        line,
      );
  for (const line of [
    'Whn I water it.',
    'I water it,\n    as plants want.',
    'When: I water it\n    as plants want.',
    'Wehn I watr it.',
  ])
    assert.ok(
      scenario(line).some((finding) => /^7: .* is read as a description; begin a step with/.test(finding)),
      line,
    );
  says(
    scenario('\n    Plants want it.\n\n    I water it.\n'),
    /^7: "I water it\." below it is read as a description/,
  );
  const examples = SCENARIOS.replace('Scenario:', 'Scenario Outline:').concat(
    '\n\n    Examples:\n      a | b |\n      | 1 | 2 |',
  );
  says(
    findingsOf(soundFeature(examples)),
    /^\d+: "a \| b \|" below it is read as a description; .* a row with "\|"/,
  );
});

test('a text whose quotes are missing, or not the plain ones, is answered with its quotes', () => {
  const of = (leaves: string): string[] => findingsOf(withSteps(`    Given the bed ${leaves} is dug`));
  says(of('by the wall'), /^8: .* is not defined; by the wall is no name in quotes; write "by the wall"/);
  for (const typed of ['“wall”', '„wall“', '«wall»'])
    says(of(typed), /^8: .*: its quotation marks are not the plain ones; write "the bed "wall" is dug" /);
});

test('a tag in other capitals is that tag', () => {
  says(findingsOf(soundFeature().replace('@P0', '@P0 @SLOW')), /^6: unknown tag @SLOW; did you mean @slow\?/);
});

test('a file is not told to take the name that another has', () => {
  const uri = 'features/kserve/basic/EC-LB-009-growth.feature';
  const other = 'features/kserve/basic/LB-001-first.feature';
  const first = soundFeature().replace('A plant grows', 'A plant blooms');
  says(findingsOf(soundFeature(), { uri }), /name it LB-001-<what-it-is-about>\.feature/);
  says(
    findingsOf(soundFeature(), { uri, others: { [other]: first } }),
    new RegExp(`^1: no scenario of the file carries @EC-LB-009, .*; write its scenarios in ${other}: `),
  );
});
