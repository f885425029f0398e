import { releasesThere } from '../settings/load-release.ts';
import { mistakesIn, NOTHING_JUDGES } from './exception-mistakes.ts';
import { type AboutFigures, figuresIn, namesFigures } from './figure-waivers.ts';
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

/** Days from a day of the run to the last day of an entry; negative once it has expired. */
export function daysLeft(exception: Exception, today: Date): number {
  if (exception.type === 'deviation') return Number.POSITIVE_INFINITY;
  const day = Date.parse(today.toISOString().slice(0, 10));
  return Math.round((Date.parse(exception.expires) - day) / 86_400_000);
}
