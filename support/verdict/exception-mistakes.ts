import { isTelling, TEXT_LENGTH, WORD } from '../settings/telling-text.ts';
import type { Exception } from './exceptions.ts';
import { FIGURE_KEYS, mistakesInFigures, namesFigures } from './figure-waivers.ts';
import type { Located } from './located-yaml.ts';

const TEXTS: Readonly<Record<Exception['type'], readonly string[]>> = {
  deviation: ['document-says', 'suite-does', 'why', 'source'],
  'known-issue': ['scenario', 'contains', 'release', 'approver', 'reason', 'expires'],
  quarantine: ['scenario', 'reason', 'expires'],
  waiver: ['approver', 'reason', 'expires'],
};

/** Of a deviation: the checks that no step or row decides. */
export const NOTHING_JUDGES = 'nothing-judges';

/** A quarantine names a scenario and needs no checks; the others are about checks. */
const NEEDS_CHECKS: readonly string[] = ['deviation', 'known-issue', 'waiver'];

/** What is wrong with one entry of the register of exceptions, one sentence for each mistake. */
export function mistakesIn(
  entry: Located,
  checks: ReadonlyMap<string, unknown>,
  releases: readonly string[],
): string[] {
  const type = entry.fields.get('type');
  if (typeof type !== 'string' || !Object.hasOwn(TEXTS, type))
    return [`${entry.at('type')}: expected type ${Object.keys(TEXTS).join(', ')}, got ${shown(type)}`];
  const ofFigures = namesFigures(entry);
  const texts = [...TEXTS[type as Exception['type']], ...(ofFigures ? ['target'] : [])];
  const about = ofFigures
    ? FIGURE_KEYS
    : [
        'checks',
        ...(type === 'deviation' ? [NOTHING_JUDGES] : []),
        ...(texts.includes('scenario') ? ['feature'] : []),
      ];
  const allowed = [...new Set(['type', ...about, ...texts])];
  const unknown = [...entry.fields.keys()].filter((key) => !allowed.includes(key));
  const missing = texts.filter((key) => !isText(entry.fields.get(key)));
  return [
    ...unknown.map(
      (key) =>
        `${entry.at(key)}: unknown key "${key}"; a ${type}${ofFigures ? ' of figures' : ''} has ${allowed.join(', ')}`,
    ),
    ...missing.map((key) => `${entry.at(key)}: ${type} needs text under "${key}"`),
    ...(entry.fields.has('feature') && allowed.includes('feature') && !isText(entry.fields.get('feature'))
      ? [`${entry.at('feature')}: expected the path of a feature, got ${shown(entry.fields.get('feature'))}`]
      : []),
    ...mistakesInTexts(entry, type),
    ...(texts.includes('release') ? mistakesInRelease(entry, releases) : []),
    ...(ofFigures ? mistakesInFigures(entry, checks) : mistakesInChecks(entry, type, checks)),
    ...mistakesInNothingJudges(entry, type),
    ...mistakesInDate(entry, texts),
  ];
}

/** What a failure or a reader is held to. Titles, releases and days are compared with what there is; a quotation is as it is. */
const MEANT: readonly string[] = ['contains', 'reason', 'suite-does', 'why', 'source'];
/** A text of some length with a word in it; of an approver, whose role is one, a word is enough. */
function mistakesInTexts(entry: Located, type: string): string[] {
  const textOf = (key: string): string | undefined => {
    const value = entry.fields.get(key);
    return isText(value) ? value.trim() : undefined;
  };
  const role = textOf('approver');
  return [
    ...MEANT.flatMap((key) => {
      const text = textOf(key);
      return text === undefined || isTelling(text)
        ? []
        : [
            `${entry.at(key)}: "${key}" of a ${type} needs at least ${TEXT_LENGTH} characters and a word, got ${shown(text)}`,
          ];
    }),
    ...(role === undefined || WORD.test(role)
      ? []
      : [
          `${entry.at('approver')}: expected the role of who approves, such as release manager, got ${shown(role)}`,
        ]),
  ];
}

/** An entry for a release that there is no table of would speak of none, or by a mistake of all. */
function mistakesInRelease(entry: Located, releases: readonly string[]): string[] {
  const release = entry.fields.get('release');
  return !isText(release) || releases.includes(release)
    ? []
    : [
        `${entry.at('release')}: expected system and release, one of ${releases.join(', ')}, got ${shown(release)}`,
      ];
}

function mistakesInChecks(entry: Located, type: string, checks: ReadonlyMap<string, unknown>): string[] {
  const ids = entry.fields.get('checks');
  if (ids === undefined && !NEEDS_CHECKS.includes(type)) return [];
  if (!Array.isArray(ids) || ids.length === 0)
    return [
      `${entry.at('checks')}: ${type} needs a list of check ids under "checks"${type === 'waiver' ? ', or of figures under "figures"' : ''}`,
    ];
  return ids
    .filter((id) => !checks.has(String(id)))
    .map((id) => `${entry.at('checks')}: ${shown(id)} is no check of the inventory`);
}

/** What only the entry settles is named one by one: a check that loses its step is not settled by what stands beside it. */
function mistakesInNothingJudges({ fields, at }: Located, type: string): string[] {
  if (type !== 'deviation' || !fields.has(NOTHING_JUDGES)) return [];
  const [named, own] = [fields.get(NOTHING_JUDGES), fields.get('checks')];
  const place = at(NOTHING_JUDGES);
  if (!Array.isArray(named) || named.length === 0)
    return [`${place}: expected a list of check ids under "${NOTHING_JUDGES}", got ${shown(named)}`];
  return named
    .filter((id) => !Array.isArray(own) || !own.includes(id))
    .map((id) => `${place}: ${shown(id)} under "${NOTHING_JUDGES}" is none of the entry's "checks"`);
}

function mistakesInDate(entry: Located, texts: readonly string[]): string[] {
  const date = entry.fields.get('expires');
  if (!texts.includes('expires') || !isText(date)) return [];
  const parsed = new Date(`${date}T00:00:00Z`);
  const valid = /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(parsed.getTime());
  return valid && parsed.toISOString().startsWith(date)
    ? []
    : [`${entry.at('expires')}: expected a date such as 2027-01-31, got ${shown(date)}`];
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
