import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { keepCommands } from '../../support/scenario/keep.ts';
import { type Session, startSession, withoutKubectl } from './session.ts';

const FEATURE = 'features/kserve/basic/LB-001-basic-service.feature';

/** Runs what a person pastes. */
const shell = async (command: string): Promise<string> =>
  (await promisify(execFile)('sh', ['-c', command])).stdout;

/** A run that keeps what fails, on a cluster that is there already; resolves with all it printed. */
async function runKeeping(kubeconfig: string): Promise<string> {
  const env = {
    ...{ PATH: process.env.PATH, HOME: process.env.HOME },
    ...{ KUBECONFIG: kubeconfig, TARGET: 'cluster', TIME_SCALE: '60', KEEP: 'on-failure', PARALLEL: '0' },
  };
  const words = [join('node_modules', '.bin', 'cucumber-js'), FEATURE, '--name', 'says whose it is'];
  const ended = promisify(execFile)(process.execPath, words, { env });
  const { stdout, stderr } = await ended.catch((error: { stdout: string; stderr: string }) => error);
  const run = /\[acceptance\] run (\S+) on/.exec(stdout)?.[1];
  if (run) await rm(join('reports', 'runs', run), { recursive: true, force: true });
  return stdout + stderr;
}

describe('what a failed scenario leaves on the cluster', { skip: withoutKubectl() }, () => {
  let session: Session;
  before(async () => {
    session = await startSession('--defects', 'workload-misnamed');
  });
  after(() => session.end());

  it('is shown and deleted by the commands that the run prints', async () => {
    const output = await runKeeping(session.kubeconfig);
    const commands = output.split('\n').flatMap((line) => /^ {2}(kubectl .*)$/.exec(line)?.[1] ?? []);
    equal(commands.length, 2, output);
    const [look = '', remove = ''] = commands;
    const shown = await shell(look);
    for (const part of [
      'pod/',
      'deployment.apps/',
      'httproute.gateway',
      'llminferenceservice.serving',
      'Normal',
    ])
      ok(shown.includes(part), `${part} in ${shown}`);
    match(await shell(remove), /^namespace "acc-\w+-lb-001-basic-\w{6}-shared" deleted\n$/);
    deepEqual(await session.shown('get', 'namespaces', '-l', 'acceptance.llm-serving/run', '-o', 'name'), '');
    ok(!/clean-up/.test(output), output);
  });

  it('may be outside of namespaces and of any group', async () => {
    const configMap = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'left' };
    const gatewayClass = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', name: 'istio' };
    const { apiVersion, kind, namespace, name } = configMap;
    const manifest = JSON.stringify({ apiVersion, kind, metadata: { namespace, name } });
    equal((await session.given(manifest, 'apply', '-f', '-')).code, 0);
    const commands = keepCommands(
      { kubeconfig: session.kubeconfig },
      [configMap, gatewayClass].map((reference) => ({ reference })),
    );
    const [show = '', remove = '', showClass = ''] = commands;
    match(await shell(show), /^kind: ConfigMap$/m);
    match(await shell(remove), /configmap "left" deleted/);
    match(await shell(showClass), /^kind: GatewayClass$/m);
  });
});
