import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { loadVerdicts } from '../verdict/load.ts';
import type { ScenarioVerdict } from '../verdict/model.ts';

/** One way to break a promise, as the embedded cluster lists it. */
export interface DefectListing {
  id: string;
  title: string;
  checks: readonly string[];
}

/** A step or row that noticed a defect. */
export interface Kill {
  check: string;
  /** `features/x.feature:12`. */
  at: string;
  message: string;
}

/** What came of one defect. */
export interface Trial {
  defect: DefectListing;
  kills: Kill[];
  /** Why checks of the defect did not notice it, one sentence each. */
  survivals: string[];
  seconds: number;
}

const CUCUMBER = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@cucumber/cucumber/package.json')),
  'bin',
  'cucumber.js',
);

/**
 * Runs the scenarios that claim the defect's checks on an embedded cluster that has the defect.
 * Only a claim that failed counts as a kill: one that was blocked or not reached has not judged anything.
 */
export async function tryDefect(
  defect: DefectListing,
  scenarios: readonly string[],
  signal: AbortSignal,
): Promise<Trial> {
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 100) / 10;
  if (scenarios.length === 0)
    return { defect, kills: [], survivals: [`no scenario claims ${defect.checks.join(', ')}`], seconds: 0 };
  const output = await runScenarios(defect, scenarios, signal);
  const run = ANNOUNCED.exec(output)?.[1];
  if (!run)
    return { defect, kills: [], survivals: [`nothing ran: ${lastWords(output)}`], seconds: seconds() };
  const directory = path.join('reports', 'runs', run);
  const verdicts = await loadVerdicts([path.join(directory, 'messages.ndjson')]);
  const outcomes = verdicts.scenarios.flatMap((scenario) => outcomesOf(scenario, defect.checks));
  const kills = outcomes.flatMap(({ kill }) => kill ?? []);
  const survivals = outcomes.flatMap(({ survival }) => survival ?? []);
  if (outcomes.length === 0) survivals.push(`nothing ran: ${lastWords(output)}`);
  await rm(directory, { recursive: true, force: true });
  return { defect, kills, survivals, seconds: seconds() };
}

/** The first line of a run names it. */
const ANNOUNCED = /\[acceptance\] run (\S+) on /;

const lastWords = (output: string): string => output.trim().split('\n').slice(-3).join(' ');

function outcomesOf({ scenario, claims }: ScenarioVerdict, checks: readonly string[]) {
  if (!scenario.selected) return [];
  return scenario.defined.claims.flatMap((claim, position): { kill?: Kill; survival?: string }[] => {
    const decided = claims[position];
    if (!decided || !checks.includes(claim.check)) return [];
    const at = `${scenario.defined.uri}:${claim.line}`;
    return decided.verdict === 'failed'
      ? [{ kill: { check: claim.check, at, message: decided.reason ?? '' } }]
      : [
          {
            survival: `${claim.check} at ${at} is ${decided.verdict}${decided.reason ? `: ${decided.reason}` : ''}`,
          },
        ];
  });
}

/** One worker, nothing cleaned up: the cluster goes with the run. */
function runScenarios(
  defect: DefectListing,
  scenarios: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const child = spawn(process.execPath, [CUCUMBER, ...scenarios], {
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
    killSignal: 'SIGTERM',
    env: {
      ...process.env,
      TARGET: 'embedded',
      DEFECTS: defect.id,
      KEEP: 'always',
      PARALLEL: '0',
      PREFLIGHT: 'continue',
      REPORTS: 'none',
    },
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(Buffer.concat(chunks).toString()));
  });
}
