import assert from 'node:assert/strict';
import { test } from 'node:test';
import { featureSourceOf } from '../../support/lint/feature-source.ts';
import { findingsOf, SCENARIOS, says, soundFeature, withSteps } from './throw-away.ts';

test('nothing is said of a sound feature', () => {
  assert.deepEqual(findingsOf(soundFeature()), []);
});

test('a file that does not parse is one finding with its line', () => {
  const lines = findingsOf(
    'Feature: A plant\n  Scenario: It blooms\n    Given a rose is growing\n  nonsense\n',
  );
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? '', /^4: "nonsense" is not expected here; a line begins with one of Feature:, /);
});

test('files and scenarios have a size', () => {
  const scenarios = Array.from({ length: 16 }, (_, index) =>
    SCENARIOS.replace('A watered plant', `Plant ${index}`),
  );
  const lines = findingsOf(soundFeature(scenarios.join('\n\n')));
  says(lines, /: the file has 16 scenarios, at most 15; /);
  const long = findingsOf(`${soundFeature()}${'\n'.repeat(200)}  # the end`);
  says(long, /^201: the file has \d+ lines, at most 200; /);
  const steps = `    Given a rose is growing\n${'    And the sun shines\n'.repeat(7)}    Then it has 2 leaves`;
  says(findingsOf(withSteps(steps)), /^7: the scenario has 9 steps, at most 8; split it/);
});

test('the steps of a Background count', () => {
  const text = soundFeature(`  Rule: A plant in the sun is content

    Background:
      Given a rose is growing
      And the sun shines

    @LB-001 @P0
    Scenario: It blooms
${'      Given the sun shines\n'.repeat(6)}      # checks: LB-001.1, LB-001.2
      Then it blooms within 2 days`);
  assert.deepEqual(findingsOf(text), [
    '13: the scenario has 9 steps, 2 of them in its Background, at most 8; split it into one scenario for each promise; they can share a running service (size)',
  ]);
});

test('one thing is done, and one And may probe its effect', () => {
  const given = '    Given a rose is growing\n';
  const then = '    # checks: LB-001.1, LB-001.2\n    Then it has 2 leaves';
  assert.deepEqual(findingsOf(withSteps(`${given}    When I water it\n    And I look at it\n${then}`)), []);
  says(
    findingsOf(withSteps(`${given}    When I water it\n    When I look at it\n${then}`)),
    /^10: the scenario does more than one thing; .*\(one-when\)$/,
  );
  says(
    findingsOf(withSteps(`${given}    When I water it\n    And I look at it\n    And I water it\n${then}`)),
    /^11: the scenario does more than one thing; /,
  );
});

test('a scenario goes from Given by When to Then', () => {
  const lines = findingsOf(
    withSteps(
      '    And a rose is growing\n    Then it has 2 leaves\n    When I water it\n    * it has 2 leaves',
    ),
  );
  says(lines, /^8: the scenario begins with And; /);
  says(lines, /^10: a When stands after a Then; split the scenario here/);
  says(lines, /^11: the step begins with "\*"; /);
  says(findingsOf(withSteps('    Given a rose is growing')), /^7: the scenario has no Then: .*\(outcome\)$/);
});

test('a title is a fact', () => {
  const titled = (title: string): string[] =>
    findingsOf(soundFeature().replace('A watered plant blooms', title));
  says(titled('Verify that it blooms'), /^7: the title of the scenario says "Verify"; state as a fact/);
  says(titled('It should bloom'), /says "should"/);
  says(titled('Step 2: it blooms'), /has the number of a step/);
  says(titled('LB-001 blooms'), /has the id of a requirement/);
  says(titled('Does it bloom?'), /ends with "\?"/);
  assert.deepEqual(titled('The label "test" is kept, step by step'), []);
});

test('titles are unique where reports need them to be', () => {
  says(
    findingsOf(soundFeature(`${SCENARIOS}\n\n${SCENARIOS}`)),
    /^17: the title of the scenario, "A watered plant blooms", stands already at .*:7; /,
  );
  const other = 'features/kserve/basic/LB-001-more.feature';
  const lines = findingsOf(soundFeature(), { others: { [other]: soundFeature() } });
  says(lines, /LB-001-more\.feature:2: the title of the feature, "A plant grows", stands already/);
  says(
    lines,
    /LB-001-more\.feature:1: the requirement that the file is named after, "LB-001", stands already/,
  );
});

test('the file lies where its tags and its name say', () => {
  says(
    findingsOf(soundFeature(), { uri: 'features/kserve/advanced/LB-001-growth.feature' }),
    /^2: the feature lies in the folder "advanced" and has no tag @advanced; /,
  );
  says(
    findingsOf(soundFeature(), { uri: 'features/kserve/basic/growth.feature' }),
    /^1: the name of the file does not begin with a requirement; name it LB-001-/,
  );
  says(
    findingsOf(soundFeature(), { uri: 'features/kserve/basic/LB-002-growth.feature' }),
    /^1: no scenario of the file carries @LB-002, after which it is named; name it LB-001-/,
  );
  says(
    findingsOf(soundFeature(), { uri: 'features/regressions/growth.feature' }),
    /^1: the first line of a regression is not the link to its report; /,
  );
});

test('a rule carries no tags: what is true of its scenarios stands on each of them', () => {
  const tagged = `  @P0 @slow\n  Rule: A plant in the sun is content\n\n${SCENARIOS}`;
  const lines = findingsOf(soundFeature(tagged));
  says(lines, /^6: @P0 stands on the rule; put it on each scenario of the rule that it is true of \(tag\)$/);
  says(lines, /^6: @slow stands on the rule; /);
});

test('a Background is short, sets a state, and stands in its Rule', () => {
  const background = `  Background:
    Given a rose is growing
    And the sun shines
    And the sun shines
    When I water it

`;
  const lines = findingsOf(soundFeature(`${background}${SCENARIOS}`));
  says(lines, /^6: the Background stands on the feature; put it into the Rule/);
  says(lines, /^6: the Background has 4 lines, at most 3; /);
  says(lines, /^10: a When stands in a Background; /);
});

test('what And means is what the step before it meant, across the Background', () => {
  const { written } = featureSourceOf(
    'features/x.feature',
    'Feature: f\n  Rule: r\n    Background:\n      Given a\n    Scenario: s\n      And b\n      When c\n      But d\n',
  );
  assert.deepEqual(
    written[0]?.steps.map(({ type, inBackground }) => [type, inBackground]),
    [
      ['Context', true],
      ['Context', false],
      ['Action', false],
      ['Action', false],
    ],
  );
});

test('each block goes by one word, and a rule has scenarios', () => {
  says(
    findingsOf(soundFeature().replace('Feature:', 'Ability:')),
    /^2: the block begins with "Ability:"; write "Feature:"/,
  );
  says(
    findingsOf(soundFeature().replace('Scenario:', 'Example:')),
    /^7: the block begins with "Example:"; write "Scenario:"/,
  );
  const outline = soundFeature(`  @LB-001 @P0
  Scenario Outline: A plant has <count> leaves
    Then it has <count> leaves

    Examples:
      | check    | count |
      | LB-001.1 | 2     |
      | LB-001.2 | 3     |`);
  assert.deepEqual(findingsOf(outline), []);
  says(
    findingsOf(outline.replace('Scenario Outline', 'Scenario')),
    /^7: the block begins with "Scenario:"; write "Scenario Outline:"/,
  );
  says(
    findingsOf(outline.replace('Scenario Outline', 'Scenario Template')),
    /^7: .*; write "Scenario Outline:"/,
  );
  says(
    findingsOf(outline.replace('Examples:', 'Scenarios:')),
    /^10: the block begins with "Scenarios:"; write "Examples:"/,
  );
  const sound = soundFeature();
  says(
    findingsOf(`${sound}\n  Rule: Water helps\n`),
    /^\d+: the rule has no scenario; write one, or delete the rule/,
  );
  says(
    findingsOf(`${sound}\n  Rule: Water helps\n\n    Background:\n      Given the sun shines\n`),
    /^\d+: the rule has no scenario/,
  );
});
