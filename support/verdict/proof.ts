import { readFile } from 'node:fs/promises';

/** What `npm run prove` writes to `reports/proof.json`. */
export interface Proof {
  readonly defects: readonly ProvenDefect[];
  readonly score: number;
}

export interface ProvenDefect {
  readonly id: string;
  readonly title: string;
  /** The checks that must detect the defect. */
  readonly checks: readonly string[];
  readonly killed: boolean;
  /** The steps or rows that detected it. */
  readonly by?: readonly ProvenBy[];
  readonly message?: string;
}

/** A step or row that detected a defect. */
export interface ProvenBy {
  readonly check: string;
  /** The feature, as it was then. */
  readonly uri: string;
  /** `claimDigest` of the text that detected it: another text has proven nothing. */
  readonly digest: string;
}

/**
 * `claimed`: a step or row says that it decides the check. `proven`: a defect has shown that this step or row, in these
 * words and behind these steps, can fail.
 */
export type ProofState = 'none' | 'claimed' | 'proven';

/** The proof as it was found; `problem` is one sentence for a file that is none: then nothing counts as proven. */
export interface FoundProof {
  readonly proof?: Proof;
  readonly problem?: string;
}

/** Reads the proof; nothing where there is none. Never throws for what the file is or holds. */
export async function readProof(file: string): Promise<FoundProof> {
  const without = (what: string): FoundProof => ({
    problem: `${file} ${what}: no check counts as proven`,
  });
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    return without(`cannot be read (${(error as Error).message})`);
  }
  try {
    const content: unknown = JSON.parse(text);
    return isProof(content)
      ? { proof: content }
      : without('is damaged or of an older form: it is no list of defects with the texts that noticed them');
  } catch {
    return without('is damaged: it is not JSON');
  }
}

function isProof(content: unknown): content is Proof {
  const { defects } = (content ?? {}) as { defects?: unknown };
  return Array.isArray(defects) && defects.every(isDefect);
}

function isDefect(value: unknown): value is ProvenDefect {
  const { id, title, checks, killed, by = [] } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const kills = Array.isArray(by) ? (by as Readonly<Record<string, unknown>>[]) : [undefined];
  const texts = [
    ...[id, title, ...(Array.isArray(checks) ? (checks as unknown[]) : [undefined])],
    ...kills.flatMap((kill) => [kill?.check, kill?.uri, kill?.digest]),
  ];
  return typeof killed === 'boolean' && texts.every((text) => typeof text === 'string');
}

/** A defect that proved a check, and the digest of the text that noticed it. */
export interface ProvenText {
  readonly defect: string;
  readonly digest: string;
}

/** What proved each check: the kills that name it. */
export function provenChecks(proof: Proof | undefined): ReadonlyMap<string, readonly ProvenText[]> {
  const proven = new Map<string, ProvenText[]>();
  for (const { id, by = [] } of proof?.defects.filter(({ killed }) => killed) ?? [])
    for (const { check, digest } of by)
      proven.set(check, [...(proven.get(check) ?? []), { defect: id, digest }]);
  return proven;
}
