import type { Envelope } from '@cucumber/messages';
import { SKIP_REASON } from '../judging/check-results.ts';
import type { DefinedScenario, DefinedStep } from '../verdict/defined-scenarios.ts';
import { plainText } from '../verdict/plain-text.ts';

/** A line about what is being waited for appears when nothing else did for this long (real ms). */
const HEARTBEAT = 10_000;
/** Lines of a failure that the terminal shows; the reports have them all. */
const MOST_LINES = 12;

/** What is known of a scenario that is running. */
interface Running {
  readonly scenario: DefinedScenario | undefined;
  readonly attempt: number;
  readonly startedAt: number;
  worst: { rank: number; status: string; message?: string; step?: DefinedStep; inBefore?: boolean };
  skipped?: string;
  /** How its first step or hook ended. */
  first?: string;
}

/** Worse is higher. A step that was not reached says less than the one before it. */
const RANK: Record<string, number> = {
  PASSED: 0,
  SKIPPED: 1,
  PENDING: 2,
  UNDEFINED: 3,
  AMBIGUOUS: 4,
  FAILED: 5,
};
const WORDS: Record<string, string> = {
  PASSED: 'passed ',
  SKIPPED: 'skipped',
  FAILED: 'FAILED ',
  PENDING: 'PENDING',
  UNDEFINED: 'UNDEFINED',
  AMBIGUOUS: 'AMBIGUOUS',
};

export interface ProgressOptions {
  readonly say: (line: string) => void;
  /** Scenarios by the id of their pickle. */
  readonly scenarios: () => ReadonlyMap<string, DefinedScenario>;
  /** How many scenarios are to run. */
  readonly total: () => number;
  /** How long the run still takes, as far as anybody knows: `about 3 min left`. */
  readonly left?: () => string | undefined;
}

/**
 * What the terminal shows during a run: one block for each scenario that has finished, so that parallel ones do not mix,
 * and every 10 s of silence one line for each that is still running, with what it waits for.
 */
export class Progress {
  readonly #options: ProgressOptions;
  readonly #pickleOf = new Map<string, string>();
  readonly #steps = new Map<string, string>();
  /** Ids of hooks that run before scenarios, and of the steps that call them. */
  readonly #before = new Set<string>();
  readonly #running = new Map<string, Running>();
  /** What each running scenario waits for, by title. */
  readonly #waiting = new Map<string, { sentence: string; since: number }>();
  readonly #timer: NodeJS.Timeout;
  #done = 0;
  #lastSpoke = performance.now();
  #saidLeft = performance.now();

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#beat(), 1_000);
    this.#timer.unref();
  }

  /** Hears a message of the run. */
  hear(envelope: Envelope): void {
    const { hook, testCase, testCaseStarted, testStepFinished, testCaseFinished, attachment } = envelope;
    if (hook?.type === 'BEFORE_TEST_CASE') this.#before.add(hook.id);
    if (testCase) {
      this.#pickleOf.set(testCase.id, testCase.pickleId);
      for (const { id, pickleStepId, hookId } of testCase.testSteps) {
        if (pickleStepId) this.#steps.set(id, pickleStepId);
        if (hookId && this.#before.has(hookId)) this.#before.add(id);
      }
    }
    if (testCaseStarted) this.#start(testCaseStarted);
    if (testStepFinished) this.#step(testStepFinished);
    if (attachment?.mediaType === SKIP_REASON)
      this.#skip(attachment.testCaseStartedId ?? '', attachment.body);
    if (testCaseFinished) this.#finish(testCaseFinished.testCaseStartedId, testCaseFinished.willBeRetried);
  }

  /** Hears what a scenario waits for. */
  waits(title: string, sentence: string | undefined): void {
    if (sentence === undefined) this.#waiting.delete(title);
    else this.#waiting.set(title, { sentence, since: performance.now() });
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #start({ id, testCaseId, attempt }: { id: string; testCaseId: string; attempt: number }): void {
    const scenario = this.#options.scenarios().get(this.#pickleOf.get(testCaseId) ?? '');
    const worst = { rank: -1, status: 'PASSED' };
    if (this.#running.size === 0) this.#lastSpoke = performance.now();
    this.#running.set(id, { scenario, attempt, startedAt: performance.now(), worst });
  }

  #step({ testCaseStartedId, testStepId, testStepResult }: NonNullable<Envelope['testStepFinished']>): void {
    const running = this.#running.get(testCaseStartedId);
    const rank = RANK[testStepResult.status] ?? 0;
    if (running) running.first ??= testStepResult.status;
    if (!running || rank <= running.worst.rank) return;
    const step = running.scenario?.steps.find(
      ({ pickleStepId }) => pickleStepId === this.#steps.get(testStepId),
    );
    running.worst = {
      rank,
      status: testStepResult.status,
      ...(testStepResult.message && { message: testStepResult.message }),
      ...(step && { step }),
      inBefore: this.#before.has(testStepId),
    };
  }

  #skip(id: string, body: string): void {
    const running = this.#running.get(id);
    const { needs, found } = JSON.parse(body) as { needs: string; found: string };
    if (running) running.skipped = `needs ${needs}; found ${found}`;
  }

  #finish(id: string, willBeRetried: boolean): void {
    const running = this.#running.get(id);
    this.#running.delete(id);
    if (!running) return;
    if (!willBeRetried) this.#done += 1;
    const { scenario, worst, startedAt, skipped } = running;
    this.#waiting.delete(scenario?.name ?? '');
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    const ids = [...(scenario?.requirementIds ?? []), scenario?.priority].filter(Boolean).join(' ');
    const retry = willBeRetried
      ? ', tried again'
      : running.attempt > 0
        ? `, attempt ${running.attempt + 1}`
        : '';
    const why = skipped ? `; ${skipped}` : '';
    const left = this.#left();
    const word = wordOf(running);
    this.#say(
      [
        `${this.#done}/${this.#options.total()} ${word} ${ids} [${scenario?.name ?? '?'}] (${seconds} s${retry}${why})${left}`,
        ...(worst.rank > 1 ? failureLines(worst, scenario) : []),
      ].join('\n'),
    );
  }

  /** At most every 10 s: how long the run still takes. */
  #left(): string {
    const left = performance.now() - this.#saidLeft < HEARTBEAT ? undefined : this.#options.left?.();
    if (left === undefined) return '';
    this.#saidLeft = performance.now();
    return `, ${left}`;
  }

  #beat(): void {
    if (this.#running.size === 0 || performance.now() - this.#lastSpoke < HEARTBEAT) return;
    const lines = [...this.#running.values()].map(({ scenario, startedAt }) => {
      const waiting = this.#waiting.get(scenario?.name ?? '');
      const seconds = Math.round((performance.now() - startedAt) / 1_000);
      const what = waiting ? `waiting: ${waiting.sentence}` : 'running';
      return `… [${scenario?.name ?? '?'}] (${seconds} s) ${plainText(what)}`;
    });
    this.#say(lines.join('\n'));
  }

  #say(lines: string): void {
    this.#lastSpoke = performance.now();
    this.#options.say(lines);
  }
}

/**
 * A Given, or a hook before the scenario, that fails decides nothing: the scenario is blocked. One that skips from its
 * first hook on, for no reason, did not run: the run is stopping, as behind a failure with `--fail-fast`.
 */
function wordOf({ worst: { status, step, inBefore }, first, skipped }: Running): string {
  if (status === 'SKIPPED' && first === 'SKIPPED' && skipped === undefined) return 'not run';
  if (status === 'FAILED' && (inBefore || step?.type === 'Context')) return 'BLOCKED';
  return WORDS[status] ?? status;
}

function failureLines({ message, step }: Running['worst'], scenario: DefinedScenario | undefined): string[] {
  const lines = plainText(message ?? '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
  const shown = lines.slice(0, MOST_LINES).map((line) => `      ${line}`);
  const more =
    lines.length > MOST_LINES ? [`      (${lines.length - MOST_LINES} more lines in the report)`] : [];
  return [
    `    ${step ? `${step.keyword}${step.text}` : 'in a hook'} (${scenario?.uri}:${step?.line ?? scenario?.line})`,
    ...shown,
    ...more,
  ];
}
