import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { it } from 'node:test';
import { identityOfCluster } from '../../support/cluster/cluster-identity.ts';
import { clusterAmidScenarios, clusterMeanwhile, clusterNow } from '../../support/coordinator/meanwhile.ts';
import type { RunFile } from '../../support/settings/settings.ts';
import { embeddedApiServer } from '../cluster/embedded-api-server.ts';
import { commitAll, gitIn } from '../verdict/samples/commit.ts';
import { apiServer } from './api-server.ts';
import { Sandbox, STEPS } from './sandbox.ts';

const OPERATOR = { namespace: 'default', name: 'operator' };
const CONTROLLERS = { operator: { namespace: 'default', deployment: 'operator', container: 'manager' } };
const LABELS = { app: 'operator' };

/** A pod of the operator whose container runs an image, or does not run it any more. */
const pod = (name: string, image: string, state = 'running') => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace: OPERATOR.namespace, name, labels: LABELS },
  spec: { containers: [{ name: 'manager', image }] },
  status: { containerStatuses: [{ name: 'manager', image, imageID: `x/${image}`, state: { [state]: {} } }] },
});

const node = (name: string, kubeletVersion: string) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name },
  status: { nodeInfo: { kubeletVersion } },
});

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: OPERATOR,
  spec: {
    selector: { matchLabels: LABELS },
    template: { metadata: { labels: LABELS }, spec: { containers: [{ name: 'manager', image: 'a:1' }] } },
  },
};

it('a controller of another image, also beside the old one, is seen at the end of a run; one that came back is not', async (t) => {
  const server = await embeddedApiServer(t);
  const cluster = await server.connect();
  server.others.create(deployment);
  const show = (name: string, image: string, state?: string) => {
    server.others.create(pod(name, image));
    server.others.updateStatus({ ...server.others.get('pods', 'default', name), ...pod(name, image, state) });
  };
  show('a', 'a:1');
  const before = {
    settings: { target: { controllers: CONTROLLERS } },
    cluster: await identityOfCluster(cluster),
    versions: { 'default/operator': 'x/a:1' },
  } as unknown as RunFile;
  assert.deepEqual(await clusterMeanwhile(cluster, before), []);
  server.others.delete('pods', 'default', 'a');
  assert.deepEqual(await clusterAmidScenarios(cluster, before), []);
  const awaited = clusterMeanwhile(cluster, before);
  show('b', 'a:1');
  assert.deepEqual(await awaited, []);
  show('c', 'a:2', 'terminated');
  assert.deepEqual(await clusterMeanwhile(cluster, before), []);
  show('d', 'a:2');
  assert.deepEqual(await clusterNow(cluster, before), [
    'default/operator was x/a:1 when it began, and is x/a:1, x/a:2 at its end',
  ]);
  const gone = { ...before, versions: { ...before.versions, 'default/other': 'x' } };
  assert.deepEqual(
    (await clusterMeanwhile(cluster, gone))[1],
    'default/other was x when it began, and is not there at its end',
  );
  const [uid = '', ...others] = await clusterNow(cluster, {
    ...{ ...before, cluster: { uid: 'other' }, versions: {} },
  });
  assert.match(uid, /^the uid of namespace kube-system was other when it began, and is \S+ at its end$/);
  assert.deepEqual(others, ['default/operator was not there when it began, and is x/a:1, x/a:2 at its end']);
  for (const [name, version] of [
    ['n1', 'v1.33.2'],
    ['n2', 'v1.33.3'],
  ] as const)
    server.others.create(node(name, version));
  const nodes = (kubernetes: string) =>
    clusterNow(cluster, { ...before, versions: { 'default/operator': 'x/a:1, x/a:2', kubernetes } });
  assert.deepEqual(await nodes('v1.33.2'), [], 'a node came that another pool has');
  assert.deepEqual(await nodes('v1.32.1'), [
    'kubernetes was v1.32.1 when it began, and is v1.33.2, v1.33.3 at its end',
  ]);
});

const FEATURE = `@kserve @basic
Feature: A feature

  @RK-001 @P0
  Scenario: One that lasts
    Given the file "go" is there
    Then it holds
`;

const WAIT = `
import { existsSync } from 'node:fs';
Given('the file {string} is there', async function (name) {
  await this.cluster.waitFor(name, async () => (existsSync(name) ? { met: true } : { met: false, seen: 'none' }), { limit: minutes(600) });
});
`;

it('doubts a run during which its checkout was pulled and its cluster got other nodes', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = new Sandbox(t, {
    'features/a.feature': FEATURE,
    'step-definitions/x.steps.ts': STEPS + WAIT,
    '.gitignore': `reports\ngo\n${await readFile('.gitignore', 'utf8')}`,
  });
  const first = commitAll(sandbox.directory);
  const running = sandbox.start([], { ...server.env, ACCEPTANCE_PUBLISH: '1' });
  await running.prints(/1 scenario in 1 file/);
  const git = gitIn(sandbox.directory);
  git('commit', '--allow-empty', '-qm', 'pulled');
  server.others.create(node('n', 'v9'));
  sandbox.write('.notes.swp', '');
  sandbox.write('go', '');
  const { code, output } = await running.ended;
  assert.equal(code, 1, output);
  const { doubts } = JSON.parse(sandbox.read('reports/signoff.json')) as { doubts: string[] };
  assert.match(
    doubts.join('\n'),
    new RegExp(`the suite was .*${first}.* when it began, and is .*${git('rev-parse', 'HEAD')}`),
    output,
  );
  assert.match(doubts.join('\n'), /kubernetes was not there when it began, and is v9 at its end/);
});

it('doubts a run that was stopped while it waited for what of its cluster was gone', async (t) => {
  const server = await apiServer(t, { kserve: true });
  server.others.create(node('n', 'v9'));
  const sandbox = new Sandbox(t, {
    'features/a.feature': FEATURE,
    'step-definitions/x.steps.ts': STEPS + WAIT,
  });
  const running = sandbox.start([], { ...server.env, TIME_SCALE: '1' });
  await running.prints(/1 scenario in 1 file/);
  server.others.delete('nodes', '', 'n');
  sandbox.write('go', '');
  await running.prints(/waiting up to 2 min for the cluster: kubernetes was v9 when it began/);
  running.process.kill('SIGINT');
  const { code, output } = await running.ended;
  assert.match(output, /kubernetes was v9 when it began, and is not there at its end/);
  assert.doesNotMatch(output, /INTERRUPTED/);
  assert.equal(code, 1, output);
});
