import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { it } from 'node:test';
import { Sandbox } from './sandbox.ts';

/** A cluster that comes up and does not listen when it is told to end. */
const HANGS = `
process.on('SIGTERM', () => undefined);
setInterval(() => undefined, 1_000);
process.send({ url: 'http://127.0.0.1:9', kubeconfig: 'kubeconfig' });
console.log(process.pid);
`;
const LAUNCH = `
import { launchEmbedded } from './support/coordinator/launch-embedded.ts';
const target = { releases: {}, timeScale: 1 };
const embedded = await launchEmbedded({ seed: 1, target, defects: [], logFile: 'embedded.log' });
await embedded.stop();
console.log('stopped');
`;

it('a cluster process that hangs is killed at a limit by its id, which is said, and is not waited for', (t) => {
  const sandbox = new Sandbox(t, { 'fixtures/embedded/main.js': HANGS, 'launch.ts': LAUNCH });
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--preserve-symlinks', 'launch.ts'], {
    cwd: sandbox.directory,
    encoding: 'utf8',
    timeout: 60_000,
  });
  assert.deepEqual([status, stdout], [0, 'stopped\n'], stderr);
  const pid = Number(sandbox.read('embedded.log'));
  assert.ok(pid > 0);
  assert.match(
    stderr,
    new RegExp(`the embedded cluster did not end within 5 s: its process ${pid} was killed`),
  );
  assert.throws(() => process.kill(pid, 0), /ESRCH/);
});
