import { setTimeout as after } from 'node:timers/promises';
import type { Envelope } from '@cucumber/messages';
import { messageOf } from '../cluster/environment-error.ts';
import { readEstimates } from '../history/estimates.ts';
import { Remaining } from '../history/remaining.ts';
import { noneLeft } from '../selection/none-left.ts';
import type { Selection } from '../selection/selection.ts';
import type { LoadedSettings } from '../settings/load-settings.ts';
import { InputProblems } from '../settings/problems.ts';
import type { RunFile, Settings } from '../settings/settings.ts';
import { workers } from '../settings/workers.ts';
import { setVariables } from '../signoff/set-variables.ts';
import { type Channel, joinChannel } from '../worker/channel.ts';
import { writeRunFile } from '../worker/run-file.ts';
import { closeRun, FileNamespaces } from './close-run.ts';
import { ControlGroups } from './control-groups.ts';
import { holdSession } from './current-session.ts';
import { Marking } from './marking.ts';
import type { MessageFile } from './message-file.ts';
import { openRecording, type Recording } from './open-recording.ts';
import { openingLine } from './opening-line.ts';
import { digestOfKeys, inOrder, inShard, type OrderedPickle } from './order.ts';
import { Outcome } from './outcome.ts';
import { Progress } from './progress.ts';
import { RunFeatures } from './run-features.ts';
import { SharedFiles } from './shared-files.ts';
import { onSignal } from './signals.ts';
import { StoppedMessages } from './stopped-messages.ts';
import { openTarget, type TargetSession } from './target-session.ts';
import { complain, say } from './terminal.ts';

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
  readonly #early: Envelope[] = [];
  readonly #stopped = new StoppedMessages();
  readonly #remaining = new Remaining(workers(process.env));
  readonly #sharedFiles = new SharedFiles((uri) => this.#fileNamespaces?.giveUp(uri));
  readonly #controlGroups = new ControlGroups((notice) => this.#channel?.tell(notice));
  #fileNamespaces: FileNamespaces | undefined;
  #messages: MessageFile | undefined;
  #marking: Marking | undefined;
  #progress: Progress | undefined;
  #channel: Channel | undefined;
  #opening: Promise<TargetSession> | undefined;
  #target: TargetSession | undefined;
  #stopping: Promise<never> | undefined;
  /** The clean-up of a run that came to its end. */
  #closing: Promise<string[]> | undefined;
  #reporting = false;
  /** The end of the run is recorded: its reports do not say INTERRUPTED. */
  #recordedEnd = false;
  /** Why the recording could be written no further. */
  #unwritten: Error | undefined;

  constructor(loaded: LoadedSettings, selection: Selection, dryRun: boolean) {
    holdSession(this);
    this.#loaded = loaded;
    this.#selection = selection;
    const { repeat, split: shard = repeat?.shard } = selection;
    const variables = setVariables(process.env, loaded.settings.target);
    const { commonRun: own, attempt: now, ...settings } = loaded.settings;
    const { commonRun, attempt: before } = repeat ?? { commonRun: own, attempt: now };
    // A job that was tried again may repeat what its earlier attempt left.
    const attempt = commonRun === own ? (now ?? before) : before;
    this.#settings = {
      ...{ ...settings, variables },
      ...(commonRun !== undefined && { commonRun }),
      ...(attempt !== undefined && { attempt }),
      ...(repeat && { repeats: repeat.runs }),
      ...(shard && { shard }),
    };
    this.#dryRun = dryRun;
    onSignal(process, (signal) => void this.stop(`${signal} received`, 130));
  }

  /** What the filters of the runner left, cut down to what was asked for and to the shard; ends the process for mistakes. */
  async select<Item extends OrderedPickle>(items: readonly Item[]): Promise<Item[]> {
    await this.#refusal(this.#features.featureProblems());
    const { scenarios, inventory } = this.#features;
    const left = items.flatMap(({ pickle }) => scenarios.get(pickle.id) ?? []);
    await this.#refusal([
      ...this.#features.nowhere(process.argv.slice(2)),
      ...this.#selection.problems(left, inventory),
    ]);
    const asked = items.filter(({ pickle }) => {
      const scenario = scenarios.get(pickle.id);
      return scenario !== undefined && this.#selection.includes(scenario);
    });
    const { split } = this.#selection;
    const mine = split ? inShard(asked, split) : asked;
    const digestOf = (some: readonly Item[]): string =>
      digestOfKeys(some.flatMap(({ pickle }) => scenarios.get(pickle.id)?.key ?? []));
    this.#settings = {
      ...{ ...this.#settings, extent: digestOf(mine) },
      ...(split && { shard: { ...split, of: digestOf(asked) } }),
    };
    await this.#features.lookAtTables(mine.map(({ pickle }) => pickle));
    return mine;
  }

  /** The order in which scenarios start. */
  order<Item extends OrderedPickle>(items: readonly Item[]): Item[] {
    const { options, settings } = this.#loaded;
    const ordered = inOrder(items, options.order === 'random' ? settings.run.seed : undefined);
    this.#features.selected = ordered.map(({ pickle }) => pickle);
    return ordered;
  }

  /** Hears every message of the runner. */
  hear(envelope: Envelope): void {
    this.#features.hear(envelope);
    if (envelope.testRunStarted) this.#begin();
    if (this.#stopping) {
      if (this.#stopped.belongs(envelope)) this.#messages?.write(envelope);
      return;
    }
    this.#stopped.hear(envelope);
    if (this.#messages) this.#messages.write(envelope);
    else this.#early.push(envelope);
    this.#recordedEnd ||= envelope.testRunFinished !== undefined;
    this.#remaining.hear(envelope);
    this.#progress?.hear(envelope);
    this.#sharedFiles.hear(envelope);
    this.#controlGroups.hear(envelope);
  }

  /** Waits until the target is up; ends the process with one sentence when it does not come up. */
  async ready(): Promise<void> {
    try {
      this.#target = await this.#opening;
    } catch (error) {
      if (this.#stopping) return this.#stopping;
      const problems = error instanceof InputProblems ? error.problems : [messageOf(error)];
      complain(problems);
      this.#messages?.close();
      this.#stopping = this.#outcome.nothing(this.#settings, problems.join('; '));
      return this.#stopping;
    }
    if (this.#stopping) return this.#stopping;
    if (!this.#target) return;
    // A scenario may end the process, and what is published would be that of the run before.
    await this.#outcome.cleared();
    const { cluster, runFile, lost } = this.#target;
    await this.#marking?.runFileIs(writeRunFile(this.#settings.run.directory, runFile));
    this.#fileNamespaces = new FileNamespaces(cluster, runFile.settings);
    await this.#estimate(runFile);
    void lost.then((how) => this.stop(`the embedded cluster is gone (${how})`, 2));
    const { repeat } = this.#selection;
    say(openingLine(runFile.settings, this.#features.selected, this.#remaining.text(), repeat));
    if (runFile.settings.target.launcher && this.#settings.keep !== 'never')
      say('note: KEEP has no effect here: the cluster that the suite launched ends with the run');
  }

  /** Cleans up after the last scenario, writes the reports and decides how the process ends. */
  async finish(): Promise<void> {
    if (this.#stopping) await this.#stopping;
    this.#progress?.stop();
    if (!this.#messages) {
      if (this.#dryRun)
        say(`dry run: ${this.#features.selected.length} scenarios are sound; nothing was judged`);
      this.#outcome.decide(this.#dryRun ? 0 : 2);
      return;
    }
    await this.#marking?.lastLook(this.#target, 'ended');
    if (this.#stopping) await this.#stopping;
    this.#closing = closeRun(this.#target, this.#fileNamespaces, this.#settings);
    const problems = await this.#closing;
    // A signal during the clean-up has ended its waits, and writes the reports itself.
    if (this.#stopping) await this.#stopping;
    this.#reporting = true;
    this.#channel?.close();
    this.#messages.close(problems);
    if (this.#unwritten) this.#outcome.unrecorded(this.#settings, this.#unwritten, problems);
    await this.#outcome.report(this.#settings, problems);
  }

  /** Ends the run now: nothing is created any more, everything of it is deleted, and the reports say INTERRUPTED. */
  stop(reason: string, code: 2 | 130): Promise<never> {
    if (this.#stopping) this.#outcome.endAtOnce(this.#settings, code);
    this.#stopping = this.#reporting ? this.#endSoon(reason) : this.#endNow(reason, code);
    return this.#stopping;
  }

  async #endNow(reason: string, code: 2 | 130): Promise<never> {
    if (!this.#messages) return this.#outcome.endUnbegun(reason, code);
    say(`${reason}: cleaning up; another signal ends at once`);
    this.#channel?.tell({ type: 'stop', reason });
    this.#progress?.stop();
    await Promise.race([this.#stopped.quiet(), after(LAST_WORDS)]);
    this.#stop.abort(new Error(reason));
    // A target that is not up by now is not waited for: it ends with this process.
    const target =
      this.#target ??
      (await Promise.race([this.#opening, after(LAST_WORDS, undefined)]).catch(() => undefined));
    const how = code === 2 && !this.#unwritten ? 'lost' : 'stopped';
    await this.#marking?.lastLook(
      how === 'lost' || this.#closing ? undefined : target,
      this.#recordedEnd ? 'stopped at its end' : 'stopped amid scenarios',
    );
    const problems = await (this.#closing ?? closeRun(target, undefined, this.#settings, how));
    this.#messages?.close(problems);
    if (this.#unwritten) this.#outcome.unrecorded(this.#settings, this.#unwritten, problems);
    await this.#outcome.report(this.#settings, problems);
    // A signal behind the last scenario only shortens the clean-up: the run ends as its reports say.
    this.#outcome.exit(code === 130 && this.#recordedEnd ? undefined : code);
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
      const reason = [noneLeft(args, this.#loaded.options), ...this.#features.nowhere(args)].join('; ');
      complain([`nothing was judged: ${reason}`]);
      this.#stopping = this.#outcome.nothing(this.#settings, reason);
      return;
    }
    const { messages, runFile } = this.#record();
    this.#messages = messages;
    const planned = this.#features.planned().map(([, { key }]) => key);
    this.#marking = new Marking(messages, { run: this.#settings.run.id, runFile, planned });
    this.#outcome.owe(this.#settings.run);
    this.#progress = new Progress({
      say,
      scenarios: () => this.#features.scenarios,
      total: () => this.#features.selected.length,
      left: () => this.#remaining.text(),
    });
    for (const envelope of this.#early.splice(0)) {
      this.#messages.write(envelope);
      this.#progress.hear(envelope);
    }
    if (this.#unwritten) return;
    this.#sharedFiles.expect(this.#features.selected);
    this.#controlGroups.expect(this.#features.selected);
    this.#channel = joinChannel(this.#settings.run.id, (notice) => {
      if (notice.type === 'waiting') this.#progress?.waits(notice.scenario, notice.sentence);
      this.#controlGroups.hearWorker(notice);
    });
    this.#opening = this.#open();
    // `ready` reports a failure; until then it must not count as unhandled.
    this.#opening.catch(() => undefined);
  }

  #record(): Recording {
    try {
      return openRecording(this.#settings, (why) => this.#recordingLost(why));
    } catch (error) {
      return this.#outcome.unrecordable(this.#settings, error);
    }
  }

  /** What cannot be recorded cannot be judged: the run ends, unless it is at its end already. */
  #recordingLost(why: Error): void {
    this.#unwritten = why;
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

  async #estimate(runFile: RunFile): Promise<void> {
    const estimates = await readEstimates(runFile, this.#features.scenarios.values());
    this.#remaining.expect(this.#features.planned(), estimates);
  }

  /** Ends the process for mistakes in what it was given; undefined where there are none. */
  #refusal(problems: readonly string[]): Promise<never> | undefined {
    return problems.length === 0
      ? undefined
      : this.#outcome.refuse(this.#settings, problems, { dryRun: this.#dryRun });
  }
}
