import { setTimeout as after } from 'node:timers/promises';
import type { Envelope } from '@cucumber/messages';
import { messageOf } from '../cluster/environment-error.ts';
import { noneLeft } from '../selection/none-left.ts';
import type { Selection } from '../selection/selection.ts';
import type { LoadedSettings } from '../settings/load-settings.ts';
import { InputProblems } from '../settings/problems.ts';
import type { Settings } from '../settings/settings.ts';
import { writeRunFile } from '../worker/run-file.ts';
import { Attendance } from './attendance.ts';
import { closeRun } from './close-run.ts';
import { holdSession } from './current-session.ts';
import { extentOf } from './extent.ts';
import { openingLine } from './opening-line.ts';
import { inOrder, type OrderedPickle } from './order.ts';
import { Outcome } from './outcome.ts';
import { Recorder } from './recorder.ts';
import { RunFeatures } from './run-features.ts';
import { settingsOfRun } from './settings-of-run.ts';
import { onSignal } from './signals.ts';
import { openTarget, type TargetSession } from './target-session.ts';
import { complain, say } from './terminal.ts';
import { WorkerErrors } from './worker-errors.ts';

/** A stopped run waits this long for its workers to end what they do (real ms). */
const LAST_WORDS = 2_000;

/** One run from the first message to its reports. */
export class Session {
  #settings: Settings;
  readonly #loaded: LoadedSettings;
  readonly #selection: Selection;
  readonly #dryRun: boolean;
  readonly #features = new RunFeatures();
  readonly #outcome: Outcome = new Outcome();
  readonly #stop = new AbortController();
  readonly #recorder = new Recorder();
  readonly #attendance = new Attendance(this.#features);
  readonly #workerErrors = new WorkerErrors();
  #paths: readonly string[] = [];
  #opening: Promise<TargetSession> | undefined;
  #target: TargetSession | undefined;
  #stopping: Promise<never> | undefined;
  /** The clean-up of a run that came to its end. */
  #closing: Promise<string[]> | undefined;
  #reporting = false;

  constructor(loaded: LoadedSettings, selection: Selection, dryRun: boolean) {
    holdSession(this);
    this.#loaded = loaded;
    this.#selection = selection;
    this.#settings = settingsOfRun(loaded, selection);
    this.#dryRun = dryRun;
    onSignal(process, (signal) => void this.stop(`${signal} received`, 130));
  }

  /** The paths of features that the runner was given. */
  asked(paths: readonly string[]): void {
    this.#paths = paths;
  }

  /** What the filters of the runner left, cut down to what was asked for and to the shard; ends the process for mistakes. */
  async select<Item extends OrderedPickle>(items: readonly Item[]): Promise<Item[]> {
    await this.#refusal(this.#features.featureProblems());
    const { scenarios, inventory } = this.#features;
    const left = items.flatMap(({ pickle }) => scenarios.get(pickle.id) ?? []);
    const problems = [
      ...this.#features.nowhere(process.argv.slice(2), this.#paths),
      ...this.#selection.problems(left, inventory),
    ];
    if (problems.length > 0) this.#outcome.refuseCall(problems, { dryRun: this.#dryRun });
    const extent = extentOf(items, this.#selection, scenarios);
    this.#settings = { ...this.#settings, ...extent.settings };
    await this.#features.lookAtTables(extent.items.map(({ pickle }) => pickle));
    return extent.items;
  }

  /** The order in which scenarios start. */
  order<Item extends OrderedPickle>(items: readonly Item[]): Item[] {
    const { options, settings } = this.#loaded;
    const ordered = inOrder(items, options.order === 'random' ? settings.run.seed : undefined);
    this.#features.selected = ordered.map(({ pickle }) => pickle);
    return ordered;
  }

  /** Hears every message of the runner. */
  hear(heard: Envelope): void {
    const envelope = this.#workerErrors.told(heard);
    this.#features.hear(envelope);
    if (envelope.testRunStarted) this.#begin();
    if (this.#stopping) {
      this.#recorder.hearStopped(envelope);
      return;
    }
    this.#recorder.hear(envelope);
    this.#attendance.hear(envelope);
  }

  /** Waits until the target is up; ends the process with one sentence when it does not come up. */
  async ready(): Promise<void> {
    try {
      this.#target = await this.#opening;
    } catch (error) {
      if (this.#stopping) return this.#stopping;
      const problems = error instanceof InputProblems ? error.problems : [messageOf(error)];
      complain(problems);
      this.#recorder.close();
      this.#stopping = this.#outcome.nothing(this.#settings, problems.join('; '));
      return this.#stopping;
    }
    if (this.#stopping) return this.#stopping;
    if (!this.#target) return;
    // A scenario may end the process, and what is published would be that of the run before.
    await this.#outcome.cleared();
    const { runFile, lost } = this.#target;
    await this.#recorder.runFileIs(writeRunFile(this.#settings.run.directory, runFile));
    await this.#attendance.reached(this.#target);
    void lost.then((how) => this.stop(`the embedded cluster is gone (${how})`, 2));
    const { repeat } = this.#selection;
    say(openingLine(runFile.settings, this.#features.selected, this.#attendance.timeLeft(), repeat));
    if (runFile.settings.target.launcher && this.#settings.keep !== 'never')
      say('note: KEEP has no effect here: the cluster that the suite launched ends with the run');
  }

  /** Cleans up after the last scenario, writes the reports and decides how the process ends. */
  async finish(): Promise<void> {
    if (this.#stopping) await this.#stopping;
    this.#attendance.stopProgress();
    if (!this.#recorder.hasBegun) {
      if (this.#dryRun)
        say(`dry run: ${this.#features.selected.length} scenarios are sound; nothing was judged`);
      this.#outcome.decide(this.#dryRun ? 0 : 2);
      return;
    }
    // The runner may give up before anybody waited for the target.
    const target = this.#target ?? (await this.#opening?.catch(() => undefined));
    await this.#recorder.lastLook(target, 'ended');
    if (this.#stopping) await this.#stopping;
    this.#closing = closeRun(target, this.#attendance.fileNamespaces, this.#settings);
    const problems = await this.#closing;
    // A signal during the clean-up has ended its waits, and writes the reports itself.
    if (this.#stopping) await this.#stopping;
    this.#reporting = true;
    this.#attendance.leave();
    await this.#report(problems);
  }

  /** Ends the run now: nothing is created any more, everything of it is deleted, and the reports say INTERRUPTED. */
  stop(reason: string, code: 2 | 130): Promise<never> {
    if (this.#stopping) this.#outcome.endAtOnce(this.#settings, code);
    this.#stopping = this.#reporting ? this.#endSoon(reason) : this.#endNow(reason, code);
    return this.#stopping;
  }

  async #endNow(reason: string, code: 2 | 130): Promise<never> {
    if (!this.#recorder.hasBegun) return this.#outcome.endUnbegun(reason, code);
    say(`${reason}: cleaning up; another signal ends at once`);
    this.#attendance.stop(reason);
    await Promise.race([this.#recorder.quiet(), after(LAST_WORDS)]);
    this.#stop.abort(new Error(reason));
    // A target that is not up by now is not waited for: it ends with this process.
    const target =
      this.#target ??
      (await Promise.race([this.#opening, after(LAST_WORDS, undefined)]).catch(() => undefined));
    const how = code === 2 && !this.#recorder.unwritten ? 'lost' : 'stopped';
    await this.#recorder.lastLook(
      how === 'lost' || this.#closing ? undefined : target,
      this.#recorder.endIsRecorded ? 'stopped at its end' : 'stopped amid scenarios',
    );
    const problems = await (this.#closing ?? closeRun(target, undefined, this.#settings, how));
    await this.#report(problems);
    // A signal behind the last scenario only shortens the clean-up: the run ends as its reports say.
    this.#outcome.exit(code === 130 && this.#recorder.endIsRecorded ? undefined : code);
  }

  /** Ends the recording with what went wrong with the clean-up, and judges by it. */
  async #report(problems: readonly string[]): Promise<void> {
    this.#recorder.close(problems);
    const { unwritten } = this.#recorder;
    if (unwritten) this.#outcome.unrecorded(this.#settings, unwritten, problems);
    await this.#outcome.report(this.#settings, problems);
  }

  /** The clean-up is over, and everything was judged: the run comes to its own end. */
  #endSoon(reason: string): Promise<never> {
    say(`${reason}: the reports are being written; another signal ends at once`);
    return new Promise(() => undefined);
  }

  #begin(): void {
    this.#stopping = this.#refusal(this.#features.stepProblems());
    if (this.#stopping || this.#dryRun) return;
    if (this.#features.selected.length === 0) {
      const args = process.argv.slice(2);
      const nowhere = this.#features.nowhere(args, this.#paths);
      const reason = [noneLeft(args, this.#loaded.options), ...nowhere].join('; ');
      complain([`nothing was judged: ${reason}`]);
      this.#stopping = this.#outcome.nothing(this.#settings, reason);
      return;
    }
    this.#record();
    this.#outcome.owe(this.#settings.run);
    this.#attendance.tellProgress();
    for (const envelope of this.#recorder.catchUp()) this.#attendance.hearEarly(envelope);
    if (this.#recorder.unwritten) return;
    this.#attendance.expect(this.#settings.run.id);
    this.#opening = this.#open();
    // `ready` reports a failure; until then it must not count as unhandled.
    this.#opening.catch(() => undefined);
  }

  #record(): void {
    const planned = this.#features.planned().map(([, { key }]) => key);
    try {
      this.#recorder.begin(this.#settings, planned, (why) => this.#recordingLost(why));
    } catch (error) {
      this.#outcome.unrecordable(this.#settings, error);
    }
  }

  /** What cannot be recorded cannot be judged: the run ends, unless it is at its end already. */
  #recordingLost(why: Error): void {
    if (!this.#stopping && !this.#closing)
      void this.stop(`the recording cannot be written (${why.message})`, 2);
  }

  #open(): Promise<TargetSession> {
    return openTarget({
      settings: this.#settings,
      options: this.#loaded.options,
      requirements: this.#features.inventory.requirements,
      selected: this.#features.planned().map(([, scenario]) => scenario),
      signal: this.#stop.signal,
      note: (line) => say(`note: ${line}`),
    });
  }

  /** Ends the process for mistakes in what it was given; undefined where there are none. */
  #refusal(problems: readonly string[]): Promise<never> | undefined {
    return problems.length === 0
      ? undefined
      : this.#outcome.refuse(this.#settings, problems, { dryRun: this.#dryRun });
  }
}
