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

/** Reads the proof; undefined where there is none. Throws one sentence for a file that is no proof. */
export async function readProof(file: string): Promise<Proof | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const content = JSON.parse(text) as Partial<Proof>;
  if (!Array.isArray(content.defects)) throw new Error(`${file}: expected a list "defects"`);
  return content as Proof;
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
