import { EnvironmentError } from '../../cluster/environment-error.ts';
import type { Target } from '../../settings/settings.ts';

/** Neither a URI nor the reference of an image has this form. */
const WORD = /^[a-z0-9][a-z0-9.-]*$/;

/** What the target has for a word; anything else stands for itself. Throws `EnvironmentError` for a word that it lacks. */
export function meaningOf(text: string, table: 'images' | 'models', target: Target): string {
  const meaning = target[table][text];
  if (meaning !== undefined || !WORD.test(text)) return meaning ?? text;
  const variable = `${table === 'models' ? 'MODEL' : 'IMAGE'}_${text.toUpperCase().replaceAll('-', '_')}`;
  throw new EnvironmentError(
    `target ${target.name} has nothing for "${text}" under ${table}; set ${table}.${text} in its file, or ${variable}`,
  );
}
