import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import type { RunFile, Settings, Target } from '../../support/settings/settings.ts';
import { shellCommand } from '../../support/shell.ts';
import {
  invocationFrom,
  invocationHere,
  readInvocations,
  recordInvocation,
  writeInvocations,
} from '../../support/signoff/invocation.ts';
import { placeVariables, repeatCommand } from '../../support/signoff/repeat-command.ts';
import { setVariables } from '../../support/signoff/set-variables.ts';
import type { ScenarioVerdict } from '../../support/verdict/model.ts';
import { scratch } from '../scratch.ts';
import { renderSample, runFile } from './rendered.ts';

const run = promisify(execFile);
const file = runFile() as RunFile;

describe('run.yaml', () => {
  test('records the variables of the suite, the seed whether set or drawn, and the arguments', async () => {
    const env = {
      TARGET: 'kind',
      IMAGE_MODEL_SERVER: 'vllm/vllm:v2',
      HOME: '/home/somebody',
      API_URL: 'http://x?X-Amz-Signature=abcdef',
      KEEP: '',
    };
    const argv = ['node', 'cucumber-js', '--tags', "@P0 and not '@slow'"];
    const here = await invocationHere(file, { env, argv });
    assert.deepEqual(here.environment, {
      TARGET: 'kind',
      IMAGE_MODEL_SERVER: 'vllm/vllm:v2',
      API_URL: 'http://x?X-Amz-Signature=[redacted]',
      SEED: '42',
    });
    assert.deepEqual(here.arguments, argv.slice(2));
    assert.match(here.suite?.version ?? '', /^\d+\.\d+\.\d+/);
    assert.equal(here.node, process.version);
  });

  test('names the run that was repeated: the last one is another one later', async () => {
    const repeated = (RERUN: string, messages: string) =>
      invocationHere(runFile({ repeats: [{ run: 'r1', messages, lines: 'sha256:0' }] }) as RunFile, {
        env: { RERUN },
        argv: ['node', 'cucumber-js'],
      }).then(({ environment }) => environment.RERUN);
    assert.equal(await repeated('last', 'reports/runs/r1/messages.ndjson'), 'r1');
    assert.equal(await repeated('reports', 'reports/runs/r1/messages.ndjson'), 'r1');
    assert.equal(await repeated('../artifact', '../artifact/messages.ndjson'), '../artifact');
  });

  test('its command is what a shell reads back', async () => {
    const words = ['--tags', `@P0 and not '@slow' $HOME \`id\` "x" *`, 'features/x.feature:12', ''];
    const { stdout } = await run('sh', [
      '-c',
      shellCommand({ A: "it's $A" }, 'printf', ['%s|', '$A', ...words]),
    ]);
    assert.equal(stdout, `${['$A', ...words].join('|')}|`);
    assert.match(
      shellCommand({ SEED: '1' }, 'npm run acceptance', ['-t', 'x']),
      /^SEED=1 npm run acceptance -- -t x$/,
    );
  });

  test('is written once: rendering again does not change it', async () => {
    const folder = scratch('recorded');
    await recordInvocation(folder, file);
    const first = await readFile(path.join(folder, 'run.yaml'), 'utf8');
    await recordInvocation(folder, runFile({ run: { id: 'r2', seed: 43 } }) as RunFile);
    assert.equal(await readFile(path.join(folder, 'run.yaml'), 'utf8'), first);
  });

  test('is told from the settings of a run that left none, and the sign-off says what is missing', async () => {
    const { signOff, read } = await renderSample();
    const [invocation] = signOff.reproduce;
    assert.equal(invocation?.command, 'TARGET=kind SEED=42 npm run acceptance');
    assert.equal(invocation?.arguments, undefined);
    assert.match(await read('signoff.md'), /arguments of the run were not recorded/);
    assert.match(await read('run.yaml'), /TARGET: kind/);
  });

  test('that is damaged is named in the sign-off and left as it is', async () => {
    const sample = await renderSample();
    await writeFile(path.join(sample.folder, 'run.yaml'), 'runs: [{run: 1}]');
    await assert.rejects(readInvocations(path.join(sample.folder, 'run.yaml')), /expected a list "runs"/);
    const { renderReports } = await import('../../support/reports/render.ts');
    const { SAMPLES } = await import('../verdict/samples/record.ts');
    await renderReports(sample.folder, { sources: SAMPLES });
    assert.match(await sample.read('signoff.md'), /run\.yaml: expected a list "runs"/);
    assert.equal(await sample.read('run.yaml'), 'runs: [{run: 1}]');
  });
});

test('repeat refuses what it cannot repeat with one sentence', async () => {
  const folder = scratch('repeat');
  const none = path.join(folder, 'run.yaml');
  const repeat = (...args: string[]) => run(process.execPath, ['support/repeat.ts', ...args]);
  await assert.rejects(repeat(none), { code: 2, stderr: `repeat: ${none} does not exist\n` });
  await assert.rejects(repeat('a', 'b'), { code: 2 });
  await writeInvocations(folder, [{ run: 'r1', environment: {}, command: '' }]);
  await assert.rejects(repeat(none), {
    code: 2,
    stderr: `repeat: ${none} does not say with which arguments run r1 was started: start it anew\n`,
  });
});

test('repeat takes no variables of other programs out of a record, and runs nothing then', async () => {
  const folder = scratch('repeat');
  const record = path.join(folder, 'run.yaml');
  const written = path.join(folder, 'written');
  await writeFile(
    path.join(folder, 'foreign.mjs'),
    `import fs from 'node:fs'; fs.writeFileSync('${written}', '');`,
  );
  for (const [name, text] of [
    ['NODE_OPTIONS', `--import=${folder}/foreign.mjs`],
    ['ACCEPTANCE_PUBLISH', '1'],
  ] as const) {
    const environment = { TARGET: 'no-such-target', IMAGE_MODEL_SERVER: 'x', [name]: text };
    await writeInvocations(folder, [{ run: 'r1', environment, arguments: [], command: '' }]);
    await assert.rejects(run(process.execPath, ['support/repeat.ts', record]), {
      code: 2,
      stderr: `repeat: ${record} sets ${name} for run r1: the suite reads no such variable and never recorded it; take it out, or set it yourself\n`,
    });
  }
  await assert.rejects(readFile(written), { code: 'ENOENT' });
});

test('repeat takes no hidden value for one, and runs with what is set again', async () => {
  const folder = scratch('repeat');
  const record = path.join(folder, 'run.yaml');
  const environment = { TARGET: 'no-such-target', MODEL_OPT_125M_S3: 's3://[redacted]/opt' };
  const refused = async (args: string[], env: NodeJS.ProcessEnv, stderr: RegExp) => {
    await writeInvocations(folder, [{ run: 'r1', environment, arguments: args, command: '' }]);
    const again = run(process.execPath, ['support/repeat.ts', record], { env: { ...process.env, ...env } });
    await assert.rejects(again, (error: { code: number; stderr: string }) => {
      assert.equal(error.code, 2);
      assert.match(error.stderr, stderr);
      return true;
    });
  };
  await refused([], {}, /^repeat: MODEL_OPT_125M_S3 of run r1 is redacted in .*run\.yaml: set it again\n$/);
  const set = { MODEL_OPT_125M_S3: 's3://models/opt' };
  await refused(
    ['--name', '[redacted]'],
    set,
    /^repeat: an argument of run r1 is redacted in .*: start it anew\n$/,
  );
  await refused([], set, /TARGET names no target "no-such-target"/);
});

test('a run that was refused records the arguments that it was refused for', async () => {
  const folder = scratch('refused');
  const args = ['--fail-fast', '--parallel', '0', '--tags', '@LB-001', 'DUMMY'];
  const program = `
    import { recordNothing } from './support/coordinator/record-nothing.ts';
    await recordNothing(${JSON.stringify({ ...file.settings, run: { ...file.settings.run, startedAt: '2027-01-01T00:00:00Z', directory: folder } })}, 'no scenario is left');`;
  await run(process.execPath, ['--input-type=module', '-e', program, 'cucumber-js', ...args]);
  const [recorded] = (await readInvocations(path.join(folder, 'run.yaml'))) ?? [];
  assert.deepEqual(recorded?.arguments, args);
});

test('repeat starts the runner with the same variables and arguments', async () => {
  const folder = scratch('repeat');
  const record = path.join(folder, 'run.yaml');
  const environment = { TARGET: 'no-such-target', SEED: '7' };
  await writeInvocations(folder, [{ run: 'r1', environment, arguments: ['--tags', '@none'], command: '' }]);
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('NODE_TEST')),
  );
  await assert.rejects(
    run(process.execPath, ['support/repeat.ts', record], { env }),
    (error: { code: number; stderr: string }) => {
      assert.equal(error.code, 2);
      assert.match(error.stderr, /run r1: TARGET=no-such-target SEED=7 npx cucumber-js --tags @none/);
      assert.match(error.stderr, /no-such-target/);
      return true;
    },
  );
});

test('a failure is repeated with every variable that shaped where it was, and no other', async () => {
  const home = homedir();
  const env = {
    TARGET: 'cluster',
    TIME_SCALE: '2',
    KUBECONFIG: `${home}/.kube/a b:/etc/kube/c`,
    KUBE_CONTEXT: 'prod',
    RELEASE_KSERVE: 'v0.20',
    RELEASE_VERSION: '1.2.3',
    IMAGE_MODEL_SERVER: 'vllm/vllm:v2',
    IMAGE_TAG: 'of-the-pipeline',
    S3_CREDENTIALS_FILE: `${home}/s3.json`,
    SEED: '7',
    ONLY: 'LB-001',
    HOME: home,
  };
  const target = { name: 'cluster', images: { 'model-server': 'x' }, releases: { kserve: 'v0.20' } };
  const variables = setVariables(env, target as unknown as Target);
  const settings = { ...file.settings, target, variables } as unknown as Settings;
  const command = repeatCommand(
    { scenario: { defined: { key: 'features/x.feature:3' } } } as ScenarioVerdict,
    {
      runFile: { ...file, settings },
    },
  );
  assert.equal(
    command,
    `TARGET=cluster KUBECONFIG='~/.kube/a b:/etc/kube/c' KUBE_CONTEXT=prod IMAGE_MODEL_SERVER=vllm/vllm:v2 ` +
      'S3_CREDENTIALS_FILE=~/s3.json TIME_SCALE=2 RELEASE_KSERVE=v0.20 npx cucumber-js features/x.feature:3',
  );
  assert.match(
    invocationFrom({ ...file, settings }).command,
    /^TARGET=cluster KUBECONFIG=.* RELEASE_KSERVE=v0\.20 SEED=42 npm run acceptance$/,
  );
  const { stdout } = await run('sh', ['-c', shellCommand({ A: '~/x:~/y' }, 'sh', ['-c', 'echo "$A"'])]);
  assert.equal(stdout, `${home}/x:${home}/y\n`);
  const embedded = setVariables(env, { ...target, launcher: 'embedded' } as unknown as Target);
  assert.deepEqual([embedded.KUBECONFIG, embedded.KUBE_CONTEXT], [undefined, undefined]);
});

test('a failure is repeated where it was: on the default target without a word, elsewhere with TARGET', () => {
  const at = (target: object) => placeVariables({ ...file.settings, target } as Settings);
  assert.deepEqual(at({ name: 'embedded' }), {});
  assert.deepEqual(at({ name: 'cluster' }), { TARGET: 'cluster' });
  assert.deepEqual(at({ name: 'kind', source: { path: 'fixtures/targets/kind.yaml' } }), { TARGET: 'kind' });
  assert.deepEqual(at({ name: 'mine', source: { path: 'mine/embedded.yaml' } }), {
    TARGET: 'mine/embedded.yaml',
  });
});
