import { unreadIsNoError } from './unread.ts';

/** Where a command says what it found, and what went wrong. */
export interface Printer {
  out(text: string): void;
  err(text: string): void;
}

/** A command: its arguments to its exit status. */
export type Command = (args: string[], printer: Printer) => Promise<number>;

/** Runs a command on the terminal; what it throws is one line under its name and exit status 2. */
export async function runCommand(name: string, command: Command): Promise<void> {
  unreadIsNoError();
  const printer: Printer = {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  };
  process.exitCode = await statusOf(name, command, process.argv.slice(2), printer);
}

/** The exit status of a command, with what it throws as one line. */
export async function statusOf(
  name: string,
  command: Command,
  args: string[],
  printer: Printer,
): Promise<number> {
  try {
    return await command(args, printer);
  } catch (error) {
    printer.err(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}
