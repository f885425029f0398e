import { code, markdownTable } from './markdown.ts';
import { SETTING_MEANINGS } from './setting-meanings.ts';
import type { ValueList } from './value-lists.ts';

/** The settings of a list with what each means; undefined for a list of other words. */
export function settingsTable({ title, groups, mustBe }: ValueList): string | undefined {
  const meanings = SETTING_MEANINGS[title];
  if (!meanings) return undefined;
  const words = [...new Set([...groups.values()].flat())];
  const kindsOf = (word: string) =>
    [...groups].flatMap(([kind, own]) => (kind !== '' && own.includes(word) ? [kind] : [])).join(', ');
  const columns: readonly [head: string, cell: (word: string) => string][] = [
    ['setting', code],
    ['of', kindsOf],
    ['meaning', (word) => meanings[word] ?? ''],
    ['value', (word) => mustBe?.(word) ?? ''],
  ];
  const shown = columns.filter(([, cell]) => words.some((word) => cell(word) !== ''));
  return markdownTable(
    shown.map(([head]) => head),
    words.map((word) => shown.map(([, cell]) => cell(word))),
  );
}
