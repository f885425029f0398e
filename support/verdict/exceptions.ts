import { releasesThere } from '../settings/load-release.ts';
import { isTelling, TEXT_LENGTH, WORD } from '../settings/telling-text.ts';
import {
  type AboutFigures,
  FIGURE_KEYS,
  figuresIn,
  mistakesInFigures,
  namesFigures,
} from './figure-waivers.ts';
import { checksById, type Inventory } from './inventory.ts';
import { type Located, readLocatedList } from './located-yaml.ts';
import { twice } from './twice.ts';

/** An entry of `features/exceptions.yaml`: what may deviate, why, and until when. */
export type Exception = Deviation | KnownIssue | Quarantine | Waiver;

interface Entry {
  /** `features/exceptions.yaml:12`. */
  readonly at: string;
  readonly checks: readonly string[];
}

/** What an entry about a scenario calls it by. */
export interface AboutScenario {
  /** Title of the scenario. */
  readonly scenario: string;
  /** The file that it stands in, where the title stands in several: `features/kserve/basic/LB-001-basic-service.feature`. */
  readonly feature?: string;
}

interface Expiring extends Entry {
  readonly reason: string;
  /** The last day on which the entry holds: `2027-01-31`. */
  readonly expires: string;
}

/** The document is contradictory, vacuous or wrong at these checks; steps and rows decide all that are not named as judged by nothing. */
export interface Deviation extends Entry {
  readonly type: 'deviation';
  readonly documentSays: string;
  readonly suiteDoes: string;
  readonly why: string;
  readonly source: string;
  /** Of its checks, those that no step or row decides: the entry alone settles them. */
  readonly nothingJudges: readonly string[];
}

/** A failure that is expected in one release. Any other failure of these checks is a failure. */
export interface KnownIssue extends Expiring, AboutScenario {
  readonly type: 'known-issue';
  /** What the failure's message must contain. */
  readonly contains: string;
  /** `kserve/document`: system and release. */
  readonly release: string;
  /** The role of who answers for shipping with it. */
  readonly approver: string;
}

/** A scenario that still runs, but whose trouble blocks nothing. Nobody answers for it: it is short, and not about P0. */
export interface Quarantine extends Expiring, AboutScenario {
  readonly type: 'quarantine';
}

/** Somebody answers for shipping without these checks, or with these figures. */
export interface Waiver extends Expiring {
  readonly type: 'waiver';
  /** The approver's role. */
  readonly approver: string;
  /** What it excuses instead of checks. */
  readonly figures?: AboutFigures;
}

export interface Exceptions {
  readonly entries: readonly Exception[];
  /** Mistakes in the file, one sentence each: a run does not start with any. */
  readonly problems: readonly string[];
}

const TEXTS: Readonly<Record<Exception['type'], readonly string[]>> = {
  deviation: ['document-says', 'suite-does', 'why', 'source'],
  'known-issue': ['scenario', 'contains', 'release', 'approver', 'reason', 'expires'],
  quarantine: ['scenario', 'reason', 'expires'],
  waiver: ['approver', 'reason', 'expires'],
};

/** Of a deviation: the checks that no step or row decides. */
const NOTHING_JUDGES = 'nothing-judges';

/** A quarantine names a scenario and needs no checks; the others are about checks. */
const NEEDS_CHECKS: readonly string[] = ['deviation', 'known-issue', 'waiver'];

/** Reads and validates the register of exceptions; each mistake is one sentence with file and line. */
export async function readExceptions(file: string, inventory: Inventory): Promise<Exceptions> {
  const { entries, problems } = await readLocatedList(file);
  const checks = checksById(inventory);
  const releases = releasesThere();
  const mistakes = entries.map((entry) => mistakesIn(entry, checks, releases));
  return {
    entries: entries.flatMap((entry, index) => (mistakes[index]?.length === 0 ? [exceptionOf(entry)] : [])),
    problems: [...problems, ...mistakes.flat(), ...twice(entries)],
  };
}

function mistakesIn(
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

function exceptionOf(entry: Located): Exception {
  const { fields, at } = entry;
  const text = (key: string): string => String(fields.get(key) ?? '');
  const checks = (fields.get('checks') ?? []) as string[];
  const expiring = { at: at(), checks, reason: text('reason'), expires: text('expires') };
  const about = { scenario: text('scenario'), ...(text('feature') && { feature: text('feature') }) };
  switch (text('type') as Exception['type']) {
    case 'deviation':
      return {
        type: 'deviation',
        at: at(),
        checks,
        documentSays: text('document-says'),
        suiteDoes: text('suite-does'),
        why: text('why'),
        source: text('source'),
        nothingJudges: (fields.get(NOTHING_JUDGES) ?? []) as string[],
      };
    case 'known-issue':
      return {
        type: 'known-issue',
        ...expiring,
        ...about,
        contains: text('contains'),
        release: text('release'),
        approver: text('approver'),
      };
    case 'quarantine':
      return { type: 'quarantine', ...expiring, ...about };
    default:
      return {
        type: 'waiver',
        ...expiring,
        approver: text('approver'),
        ...(namesFigures(entry) && { figures: figuresIn(entry) }),
      };
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

/** Days from a day of the run to the last day of an entry; negative once it has expired. */
export function daysLeft(exception: Exception, today: Date): number {
  if (exception.type === 'deviation') return Number.POSITIVE_INFINITY;
  const day = Date.parse(today.toISOString().slice(0, 10));
  return Math.round((Date.parse(exception.expires) - day) / 86_400_000);
}
