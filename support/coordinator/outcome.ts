import { rmSync } from 'node:fs';
import { counted } from '../amounts/counted.ts';
import { messageOf } from '../cluster/environment-error.ts';
import { PUBLISHED, publishes } from '../settings/publishes.ts';
import type { Settings } from '../settings/settings.ts';
import type { Verdicts } from '../verdict/model.ts';
import { mistakesIn } from './mistakes.ts';
import { recordNothing } from './record-nothing.ts';
import { standingReports } from './standing-reports.ts';
import { complain, show } from './terminal.ts';
import { tellUnbegun } from './unbegun.ts';
import { withdrawPublished } from './withdraw-published.ts';

type Code = 0 | 1 | 2 | 130;

/** How the process ends. The runner overwrites the exit code after the last plugin, so it is set when the process exits. */
export class Outcome {
  /** A run that never comes to a verdict was not configured well enough to be one. */
  #code: Code = 2;
  /** The run whose reports are still to be written. */
  #owed: string | undefined;
  /** The published reports of the run before are out of the way, or it was said that they are not. */
  #withdrawn: Promise<void> | undefined;

  constructor() {
    process.on('exit', () => {
      process.exitCode = this.#code;
      if (this.#owed !== undefined)
        complain([
          `the process ended in the middle of run ${this.#owed}, without reports: npm run report -- ${this.#owed} writes them`,
          ...standingReports(process.env, this.#owed),
        ]);
    });
  }

  /**
   * From now on an end of the process without reports is told: by this process, if something called `process.exit`, and by what
   * is published, if it was killed.
   */
  owe(run: Settings['run']): void {
    this.#owed = run.id;
    this.#withdrawn = withdrawPublished(process.env, run).then(complain);
  }

  /** Waits until the published reports of the run before are out of the way, or it was said that they are not. */
  async cleared(): Promise<void> {
    await this.#withdrawn;
  }

  decide(code: Code): void {
    this.#code = code;
  }

  /** Ends the process now, as was decided where no other status is given. */
  exit(code = this.#code): never {
    this.decide(code);
    this.#owed = undefined;
    process.exit(code);
  }

  /** Ends a run of which nothing is recorded yet. */
  endUnbegun(reason: string, code: Code): never {
    complain([`${reason} before the run began: nothing was judged`]);
    tellUnbegun(process.env, process.argv.slice(2), reason);
    this.exit(code);
  }

  /** Ends a run without clean-up and reports: says what that leaves to do. */
  endAtOnce({ run, target }: Settings, code: Code): never {
    const left = target.launcher ? '' : '; npm run sweep deletes what it left on the cluster';
    complain([
      `ended at once, without reports: npm run report -- ${run.id} writes them${left}`,
      ...standingReports(process.env, run.id),
    ]);
    this.exit(code);
  }

  /** Ends a run for mistakes in what it was given: all of them on the terminal, the first ones in the reports. */
  refuse(settings: Settings, problems: readonly string[], { dryRun }: { dryRun: boolean }): Promise<never> {
    complain([...problems, `${counted(problems.length, 'mistake')}; nothing was launched`]);
    if (dryRun) return this.exit(2);
    return this.nothing(settings, mistakesIn(problems));
  }

  /** Ends the process for mistakes in what was asked for: a call that was refused is no run, and `last` is the run before. */
  refuseCall(problems: readonly string[], { dryRun }: { dryRun: boolean }): never {
    complain([...problems, `${counted(problems.length, 'mistake')}; nothing was launched`]);
    if (!dryRun) tellUnbegun(process.env, process.argv.slice(2), mistakesIn(problems));
    return this.exit(2);
  }

  /**
   * Ends a run that came to no scenario. What `reports/` shows of an earlier run must not pass for its result, so where it
   * would have published, the reports say that nothing was judged and why; elsewhere nothing of it is kept.
   */
  async nothing(settings: Settings, reason: string): Promise<never> {
    const { directory } = settings.run;
    rmSync(directory, { recursive: true, force: true });
    if (publishes(process.env)) {
      await this.cleared();
      await recordNothing(settings, reason);
      const { renderReports } = await import('../reports/render.ts');
      const { unpublished, superseded } = await renderReports(directory, { publishTo: PUBLISHED });
      if (superseded !== undefined) complain([superseded]);
      if (unpublished !== undefined)
        complain([unpublished, ...standingReports(process.env, settings.run.id)]);
    }
    this.exit(2);
  }

  /** Ends a run whose directory or recording cannot be begun. */
  unrecordable({ run }: Settings, error: unknown): never {
    complain([
      `the run cannot be recorded in ${run.directory} (${messageOf(error)}); nothing was launched: see that it can be written, and begin anew`,
      ...standingReports(process.env),
    ]);
    this.exit(2);
  }

  /** Ends a run whose recording is not whole: there is nothing to judge it by. `problems` are those of the clean-up. */
  unrecorded({ run }: Settings, why: Error, problems: readonly string[]): never {
    complain([
      `nothing of run ${run.id} can be judged, because its recording could not be written (${why.message}): make room for ${run.directory} and start it anew`,
      ...problems,
      ...standingReports(process.env),
    ]);
    this.exit(2);
  }

  /** Judges the run, writes all reports, prints the summary, and why they could not be published. `problems` of the clean-up are in its recording, and in all of them. */
  async report(settings: Settings, problems: readonly string[]): Promise<void> {
    const target = publishes(process.env) ? { publishTo: PUBLISHED } : {};
    try {
      await this.cleared();
      const { renderReports } = await import('../reports/render.ts');
      const { keepInHistory } = await import('../history/keep.ts');
      let kept: Promise<void> | undefined;
      const judged = async (verdicts: Verdicts): Promise<void> => {
        // A cluster with a defect says nothing about the target.
        kept = settings.defects ? undefined : keepInHistory(verdicts);
        // What goes wrong with it is told when the reports are written.
        await kept?.catch(() => undefined);
      };
      const { exitCode, summary, unpublished, superseded } = await renderReports(settings.run.directory, {
        ...target,
        judged,
      });
      await kept;
      show(summary);
      this.#owed = undefined;
      if (superseded !== undefined) complain([superseded]);
      if (unpublished !== undefined)
        complain([unpublished, ...standingReports(process.env, settings.run.id)]);
      // A pipeline that ships what is published must not ship an older run as one that passed.
      this.decide(exitCode === 0 && unpublished !== undefined ? 1 : exitCode);
    } catch (error) {
      complain([
        `the reports could not be written (${messageOf(error)}); the messages are in ${settings.run.directory}: npm run report`,
        ...problems,
        ...standingReports(process.env, settings.run.id),
      ]);
      this.#owed = undefined;
      this.decide(1);
    }
  }
}
