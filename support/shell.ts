/** A word as a POSIX shell reads it back: quoted only where it must be. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** The value of a variable before a command: there a shell reads `~/` as the home of whoever pastes it. */
const shellValue = (value: string): string =>
  value.split(':').every((part) => /^(?:~\/)?[\w@%+=,./-]*$/.test(part)) ? value : shellWord(value);

/** `TARGET=kind SEED=42 npm run acceptance -- --tags '@P0 and @kserve'`. */
export function shellCommand(
  environment: Readonly<Record<string, string>>,
  program: string,
  args: readonly string[],
): string {
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${shellValue(value)}`);
  const separator = program.startsWith('npm ') && args.length > 0 ? ['--'] : [];
  return [...variables, program, ...separator, ...args.map(shellWord)].join(' ');
}
