import { editDistance } from '../spelling/nearest.ts';
import { variables } from './variables.ts';
import { knownWordVariables, type OwnWords } from './word-variables.ts';

/** Variables of other programs that are one letter from one of ours. */
const OF_OTHERS = ['APP_URL', 'API_URI', 'TEST_MODE', 'SHARE', 'SHARED'];
/** Shorter names are like too many others. */
const LEAST = 5;

/** One sentence for each variable that is set, that nothing here reads, and that is nearly one of the suite's. */
export function misspeltVariables(env: NodeJS.ProcessEnv, own: OwnWords): string[] {
  const plain = variables().map(({ name }) => name);
  const fixed = plain.filter((name) => !name.endsWith('<WORD>'));
  const prefixes = plain.flatMap((name) =>
    name.endsWith('<WORD>') ? [name.slice(0, -'<WORD>'.length)] : [],
  );
  const strange = Object.keys(env).filter(
    (name) =>
      env[name] &&
      !fixed.includes(name) &&
      !OF_OTHERS.includes(name) &&
      !prefixes.some((prefix) => name.startsWith(prefix)),
  );
  const known = [...fixed, ...knownWordVariables(own)];
  return strange.flatMap((name) => {
    const meant = known.find((candidate) => isNearly(name, candidate));
    return meant === undefined ? [] : [`note: ${name} is not read; did you mean ${meant}?`];
  });
}

/** The same but for case and underscores; one letter more, less or other; or the same letters in another order. */
function isNearly(name: string, known: string): boolean {
  const [a, b] = [name, known].map((it) => it.toUpperCase().replaceAll('_', '')) as [string, string];
  if (a === b) return true;
  if (Math.min(a.length, b.length) < LEAST) return false;
  const distance = editDistance(a, b, 3);
  return distance === 1 || (distance === 2 && letters(a) === letters(b));
}

const letters = (text: string): string => [...text].sort().join('');
