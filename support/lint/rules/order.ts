import type { FeatureSource, StepType, WrittenScenario, WrittenStep } from '../feature-source.ts';
import type { Finding } from '../finding.ts';

const RANK: Record<StepType, number> = { Context: 0, Action: 1, Outcome: 2, Unknown: -1 };
const WORD: Record<StepType, string> = { Context: 'Given', Action: 'When', Outcome: 'Then', Unknown: '*' };

/** A scenario goes from a state by one thing done to what can be observed: Given, When, Then, in this order. */
export function orderFindings({ uri, written }: FeatureSource): Finding[] {
  return written.flatMap((scenario) => [
    ...keywordsOf(scenario, uri),
    ...actionsOf(scenario, uri),
    ...outcomeOf(scenario, uri),
    ...attemptOf(scenario, uri),
  ]);
}

function keywordsOf({ steps }: WrittenScenario, uri: string): Finding[] {
  const own = steps.filter(({ inBackground }) => !inBackground);
  return own.flatMap(({ step, type }, index): Finding[] => {
    const place = { uri, line: step.location.line, rule: 'order' };
    const before = own[index - 1];
    if (step.keywordType === 'Unknown' || step.keyword.trim() === '*')
      return [{ ...place, problem: 'the step begins with "*"', fix: 'write Given, When or Then' }];
    if (index === 0 && step.keywordType === 'Conjunction')
      return [
        {
          ...place,
          problem: `the scenario begins with ${step.keyword.trim()}`,
          fix: 'write Given, When or Then',
        },
      ];
    if (before && RANK[type] < RANK[before.type])
      return [
        {
          ...place,
          problem: `a ${WORD[type]} stands after a ${WORD[before.type]}`,
          fix: 'split the scenario here: each has its states, then what is done, then what is promised',
        },
      ];
    return [];
  });
}

/** One When, and at most one And that probes its effect. */
function actionsOf({ steps }: WrittenScenario, uri: string): Finding[] {
  const actions = steps.filter(({ type, inBackground }) => type === 'Action' && !inBackground);
  const isSecond = ({ step }: WrittenStep, index: number): boolean =>
    index > 1 || (index === 1 && step.keywordType === 'Action');
  const over = actions.find(isSecond);
  if (!over) return [];
  return [
    {
      uri,
      line: over.step.location.line,
      rule: 'one-when',
      problem: 'the scenario does more than one thing',
      fix: 'keep one When, with at most one And that probes its effect, and write the rest as a Given or as another scenario',
    },
  ];
}

function outcomeOf({ scenario, steps }: WrittenScenario, uri: string): Finding[] {
  if (steps.length === 0 || steps.some(({ type }) => type === 'Outcome')) return [];
  return [
    {
      uri,
      line: scenario.location.line,
      rule: 'outcome',
      problem: 'the scenario has no Then: it cannot fail by what it promises',
      fix: 'write the outcome that can be observed from outside',
    },
  ];
}

/** What is expected to be refused is only tried: "I create" would say that it was done. */
function attemptOf({ steps }: WrittenScenario, uri: string): Finding[] {
  const refused = steps.some(({ step, type }) => type === 'Outcome' && /^it is refused\b/.test(step.text));
  const action = steps.find(({ step, type }) => type === 'Action' && /^I (?!try to\b)/.test(step.text));
  if (!refused || !action) return [];
  return [
    {
      uri,
      line: action.step.location.line,
      rule: 'attempt',
      problem: 'what is done here is refused',
      fix: `write "${action.step.text.replace(/^I /, 'I try to ')}"`,
    },
  ];
}
