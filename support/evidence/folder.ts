import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { redact } from '../redaction/redact.ts';

/** Most bytes of one file and of all files of a scenario. */
const LARGEST_FILE = 1024 * 1024;
const LARGEST_FOLDER = 10 * 1024 * 1024;

/** Which end of a text that is too long matters: a log's last lines, an object's first. */
export type Keep = 'beginning' | 'end';

/** The files of one scenario's evidence: redacted, and never more than fits. */
export class EvidenceFolder {
  readonly path: string;
  /** What could not be captured or did not fit, one line each. */
  readonly problems: string[] = [];
  private size = 0;

  constructor(path: string) {
    this.path = path;
    mkdirSync(path, { recursive: true });
  }

  /** Writes a file under a relative name, cut to fit. An empty text is not written. */
  write(name: string, text: string, keep: Keep = 'beginning'): void {
    const safe = redact(text);
    if (safe.trim() === '') return;
    const room = Math.min(LARGEST_FILE, LARGEST_FOLDER - this.size);
    const bytes = Buffer.from(safe);
    const fitting = bytes.length <= room ? bytes : cut(bytes, room, keep);
    if (fitting.length < bytes.length)
      this.problems.push(`${name}: ${bytes.length} bytes, only the ${keep} (${fitting.length} bytes) fits`);
    if (fitting.length === 0) return;
    this.size += fitting.length;
    const file = join(this.path, ...name.split('/').map(fileName));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, fitting);
  }

  /** Does one part of the capture; what goes wrong is a problem of the evidence, not of the scenario. */
  async part<T>(name: string, capture: () => Promise<T>): Promise<T | undefined> {
    try {
      return await capture();
    } catch (error) {
      this.problems.push(redact(`${name}: ${error instanceof Error ? error.message : String(error)}`));
      return undefined;
    }
  }
}

/** At the end of a line, so that no half secret and no half character stays. */
function cut(bytes: Buffer, room: number, keep: Keep): Buffer {
  if (room <= 0) return Buffer.alloc(0);
  if (keep === 'beginning') return bytes.subarray(0, bytes.lastIndexOf(10, room - 1) + 1);
  const from = bytes.indexOf(10, bytes.length - room - 1);
  return from < 0 ? Buffer.alloc(0) : bytes.subarray(from + 1);
}

const fileName = (part: string): string => part.replace(/[^A-Za-z0-9._-]/g, '_').replace(/^\.+/, '_') || '_';
