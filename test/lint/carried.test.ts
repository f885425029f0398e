import { test } from 'node:test';
import { findingsOf, says, soundFeature } from './throw-away.ts';

const carriesBoth = soundFeature().replace('@LB-001 @P0', '@LB-001 @LB-002 @P0');
const OTHER = 'features/kserve/basic/LB-002-more.feature';
/** Another feature of the requirement, whose only step decides these checks. */
const deciding = (checks: string) => ({
  others: { [OTHER]: soundFeature().replace('@LB-001 @P0', '@LB-002 @P1').replace('LB-001.1', checks) },
});

test('a scenario judges the requirements that it carries', () => {
  says(findingsOf(carriesBoth), /^7: the scenario carries @LB-002 and decides none of its checks; /);
  says(
    findingsOf(soundFeature().replace('@LB-001 @P0', '@P0')),
    /^7: the scenario judges no requirement; tag it/,
  );
});

test('what it may decide are the checks that nothing decides yet', () => {
  says(
    findingsOf(carriesBoth),
    /; write # checks: with those that it decides, open are LB-002\.1, LB-002\.2 \(features\/requirements\.yaml says what they want\), or take the tag away/,
  );
  says(findingsOf(carriesBoth, deciding('LB-002.1')), /^7: .* it decides, open is LB-002\.2 \(/);
  says(findingsOf(carriesBoth, { covered: ['LB-002.2'] }), /^7: .* it decides, open is LB-002\.1 \(/);
});

test('where each check is decided already it says how another place is named', () => {
  says(
    findingsOf(carriesBoth, deciding('LB-002.1, LB-002.2')),
    /^7: .*; each of them is decided already: .* "# decided in several places: ID" in every file .*, or take the tag away/,
  );
});
