import { type ConnectedCluster, connectTo } from './cluster/connect.ts';
import { messageOf } from './cluster/environment-error.ts';
import { type SweepReport, sweepRun, sweepStale } from './cluster/sweep.ts';
import { readOptions } from './command-line/options.ts';
import { type Printer, runCommand } from './command-line/run-command.ts';
import { redact } from './redaction/redact.ts';
import { loadTarget } from './settings/load-target.ts';

const USAGE = `npm run sweep -- [--run ID]

Deletes what interrupted runs left on the cluster and takes back their changes. A run counts as interrupted when its
Lease was not renewed for 2 minutes; live runs are never touched. With --run ID only that run, whether it lives or not.
The cluster is that of KUBECONFIG, KUBE_CONTEXT and TARGET (default here: cluster).`;

const say = (line: string): void => void process.stdout.write(`sweep: ${redact(line)}\n`);

/** Sweeps; returns 0, or 2 when something could not be swept. */
async function sweep(args: string[], printer: Printer): Promise<number> {
  const options = { run: { type: 'string' }, help: { type: 'boolean' } } as const;
  const { values } = readOptions({ args, options });
  if (values.help) {
    printer.out(`${USAGE}\n`);
    return 0;
  }
  const target = loadTarget({ ...process.env, TARGET: process.env.TARGET || 'cluster' });
  const stop = new AbortController();
  const cluster = await connectTo(target, {
    signal: stop.signal,
    note: say,
  });
  say(`cluster of context ${cluster.context} at ${cluster.server}`);
  try {
    return tell(await sweepWith(cluster, values.run));
  } finally {
    stop.abort(new Error('the sweep is over'));
    await cluster.close();
  }
}

const sweepWith = (cluster: ConnectedCluster, run: string | undefined): Promise<SweepReport> =>
  run === undefined ? sweepStale(cluster, say) : sweepRun(cluster, run);

function tell({ done, problems }: SweepReport): number {
  for (const line of done) say(line);
  for (const line of problems) say(`problem: ${line}`);
  say(`${done.length} done, ${problems.length} problems`);
  return problems.length === 0 ? 0 : 2;
}

await runCommand('sweep', async (args, printer) => {
  try {
    return await sweep(args, printer);
  } catch (error) {
    throw new Error(redact(messageOf(error)));
  }
});
