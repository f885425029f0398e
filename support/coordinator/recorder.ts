import type { Envelope } from '@cucumber/messages';
import type { Settings } from '../settings/settings.ts';
import { Marking } from './marking.ts';
import type { MessageFile } from './message-file.ts';
import { openRecording } from './open-recording.ts';
import { StoppedMessages } from './stopped-messages.ts';

/** Records a run: its messages, also those from before it was known to begin, and in them which run it is. */
export class Recorder {
  readonly #early: Envelope[] = [];
  readonly #stopped = new StoppedMessages();
  #messages: MessageFile | undefined;
  #marking: Marking | undefined;
  #endIsRecorded = false;
  #unwritten: Error | undefined;

  /** A run that is only looked at, or refused, records nothing. */
  get hasBegun(): boolean {
    return this.#messages !== undefined;
  }

  /** The end of the run is recorded: its reports do not say INTERRUPTED. */
  get endIsRecorded(): boolean {
    return this.#endIsRecorded;
  }

  /** Why the recording could be written no further. */
  get unwritten(): Error | undefined {
    return this.#unwritten;
  }

  /** Opens the recording of a run of these scenarios; throws where it cannot be written, and says to `lost` why it cannot any more. */
  begin(settings: Settings, planned: readonly string[], lost: (why: Error) => void): void {
    const { messages, runFile } = openRecording(settings, (why) => {
      this.#unwritten = why;
      lost(why);
    });
    this.#messages = messages;
    this.#marking = new Marking(messages, { run: settings.run.id, runFile, planned });
  }

  /** Writes, and returns, what was heard before the recording began. */
  catchUp(): Envelope[] {
    const early = this.#early.splice(0);
    for (const envelope of early) this.#messages?.write(envelope);
    return early;
  }

  /** Hears a message of a run that goes on. */
  hear(envelope: Envelope): void {
    this.#stopped.hear(envelope);
    if (this.#messages) this.#messages.write(envelope);
    else this.#early.push(envelope);
    this.#endIsRecorded ||= envelope.testRunFinished !== undefined;
  }

  /** Hears a message of a run that was stopped. */
  hearStopped(envelope: Envelope): void {
    if (this.#stopped.belongs(envelope)) this.#messages?.write(envelope);
  }

  /** Resolves when no scenario of a run that was stopped goes on any more. */
  quiet(): Promise<void> {
    return this.#stopped.quiet();
  }

  /** `run.json` was written anew: `runFile` is its SHA-256 now. */
  async runFileIs(runFile: string): Promise<void> {
    await this.#marking?.runFileIs(runFile);
  }

  /** Records what became another while the run went on; see `Marking`. */
  async lastLook(...look: Parameters<Marking['lastLook']>): Promise<void> {
    await this.#marking?.lastLook(...look);
  }

  /** Writes nothing from now on, but what went wrong with the clean-up. */
  close(problems?: readonly string[]): void {
    this.#messages?.close(problems);
  }
}
