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
  /** The check, step or row that detected it; it names at least one of `checks`. */
  readonly by?: unknown;
  readonly message?: string;
}

/** `claimed`: a step or row says that it decides the check. `proven`: a defect has shown that it can fail. */
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
    return isProof(content) ? { proof: content } : without('is damaged: it is no list of proven defects');
  } catch {
    return without('is damaged: it is not JSON');
  }
}

function isProof(content: unknown): content is Proof {
  const { defects } = (content ?? {}) as { defects?: unknown };
  return Array.isArray(defects) && defects.every(isDefect);
}

function isDefect(value: unknown): value is ProvenDefect {
  const { id, title, checks, killed } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const texts = [id, title, ...(Array.isArray(checks) ? (checks as unknown[]) : [undefined])];
  return typeof killed === 'boolean' && texts.every((text) => typeof text === 'string');
}

/** The defects that proved each check: those whose kill names it, or all of a defect's where the kill names none. */
export function provenChecks(proof: Proof | undefined): ReadonlyMap<string, readonly string[]> {
  const proven = new Map<string, string[]>();
  for (const defect of proof?.defects.filter(({ killed }) => killed) ?? []) {
    const words: readonly string[] = JSON.stringify(defect.by ?? '').match(/[A-Z][\w.-]*\w/g) ?? [];
    const named = defect.checks.filter((check) => words.includes(check));
    for (const check of named.length > 0 ? named : defect.checks)
      proven.set(check, [...(proven.get(check) ?? []), defect.id]);
  }
  return proven;
}
