import type { Attachment, Envelope, TestStepFinished } from '@cucumber/messages';

/** Of a smaller run every copy would carry the text of all features for a handful of scenarios. */
const FEWEST = 20;
/** Characters of each attachment of a failure, as the suite's own are. */
const ATTACHED = 3_500;
const ATTACHMENTS = 3;

/** A recording that was made of a smaller one. */
export interface Multiplied {
  readonly scenarios: number;
  readonly lines: readonly string[];
}

/** The messages of a run, its scenarios so many times under other ids and in other files that there are `wanted`. */
export function multiplied(text: string, wanted: number): Multiplied {
  const lines = text.split('\n').filter((line) => line !== '');
  const kinds = lines.map((line) => Object.keys(JSON.parse(line) as Envelope)[0] ?? '');
  const whole = lines.filter((_, at) => ONCE.includes(kinds[at] ?? ''));
  const end = lines.filter((_, at) => kinds[at] === 'testRunFinished');
  const own = lines.filter((_, at) => ![...ONCE, 'testRunFinished'].includes(kinds[at] ?? ''));
  const scenarios = kinds.filter((kind) => kind === 'testCaseStarted').length;
  const ids = new Set(own.flatMap((line) => [...line.matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id)));
  if (scenarios < FEWEST)
    throw new Error(
      `the largest run has ${scenarios} scenarios, too few to multiply: npm run acceptance first`,
    );
  const copies = Math.ceil(wanted / scenarios);
  const copied = Array.from({ length: copies }, (_, copy) =>
    own.map((line) =>
      line
        .replace(/"([\w-]{8,})"/g, (found, id: string) => (ids.has(id) ? `"${id}-${copy}"` : found))
        .replaceAll('"features/', `"features/copy-${copy}/`),
    ),
  );
  return { scenarios: scenarios * copies, lines: [...whole, ...copied.flat(), ...end] };
}

/** Messages of a run that do not multiply. */
const ONCE: readonly string[] = ['meta', 'stepDefinition', 'parameterType', 'hook', 'testRunStarted'];

/** The same run with every scenario failing in its first step, which attaches what a failure of the suite attaches. */
export function allFailing(lines: readonly string[]): string[] {
  const steps = new Set<string>();
  const failed = new Set<string>();
  return lines.flatMap((line) => {
    const { testCase, testStepFinished } = JSON.parse(line) as Envelope;
    for (const step of testCase?.testSteps ?? []) if (step.pickleStepId) steps.add(step.id);
    if (!testStepFinished || !steps.has(testStepFinished.testStepId)) return [line];
    if (failed.has(testStepFinished.testCaseStartedId)) return [line];
    failed.add(testStepFinished.testCaseStartedId);
    return failureOf(testStepFinished).map((envelope) => JSON.stringify(envelope));
  });
}

function failureOf(step: TestStepFinished): Envelope[] {
  const { testCaseStartedId, testStepId, testStepResult } = step;
  const attachment = (at: number): Attachment => ({
    testCaseStartedId,
    testStepId,
    mediaType: 'text/plain',
    fileName: `attachment ${at + 1}`,
    contentEncoding: 'IDENTITY' as Attachment['contentEncoding'],
    body: `${testStepId} said "no" <${at}> & more\n`.repeat(ATTACHED).slice(0, ATTACHED),
  });
  const message = `AssertionError: expected ready of ${testStepId} within 60 s, found none\n    at features/x.feature:1`;
  const status = 'FAILED' as typeof testStepResult.status;
  return [
    ...Array.from({ length: ATTACHMENTS }, (_, at) => ({ attachment: attachment(at) })),
    { testStepFinished: { ...step, testStepResult: { ...testStepResult, status, message } } },
  ];
}
