import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openTarget, type TargetRequest } from '../../support/coordinator/target-session.ts';
import type { Settings } from '../../support/settings/settings.ts';
import { json, kubeconfig, refusal, stubApiServer } from '../cluster/stub-api-server.ts';

const LEASES = {
  resources: [{ name: 'leases', kind: 'Lease', namespaced: true, verbs: ['list'] }],
};
const NAMESPACE = { mode: 'pool', pool: [], labels: {}, annotations: {}, copySecrets: [] };

/** A run that requires what the stub does not have. */
const requestTo = (url: string, notes: string[]): TargetRequest => ({
  settings: {
    run: { id: 'r1' },
    target: {
      name: 'stub',
      kubeconfig: kubeconfig({ server: url }),
      gateway: { className: 'any', via: 'address' },
      controllers: {},
      endpoints: {},
      timeScale: 1,
      namespace: NAMESPACE,
    },
  } as unknown as Settings,
  options: { require: ['lws'], defects: [] } as unknown as TargetRequest['options'],
  requirements: [],
  selected: [],
  signal: new AbortController().signal,
  note: (line) => void notes.push(line),
});

it('tells what keeps a run from its target, and leaves no connection, also when its Lease cannot be given back', async (t) => {
  const server = await stubApiServer(t);
  server.on('GET /apis/coordination.k8s.io/v1', (_request, response) => json(response, LEASES));
  server.on('POST /api', (_request, response) => json(response, {}, 201));
  server.on('DELETE /apis/coordination.k8s.io', (_request, response) =>
    json(response, refusal(403, 'Forbidden', 'leases may not be deleted'), 403),
  );
  const notes: string[] = [];
  await assert.rejects(openTarget(requestTo(server.url, notes)), /REQUIRE names lws, but this cluster has/);
  assert.match(notes.at(-1) ?? '', /leases may not be deleted/);
  assert.ok(server.requests.some((request) => request.startsWith('DELETE')));
  for (let looks = 0; looks < 100 && server.sockets() > 0; looks += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(server.sockets(), 0);
});

it('ends for what nobody can tell only where a selected scenario needs it, else notes it', async (t) => {
  const server = await stubApiServer(t);
  server.on('GET /apis/coordination.k8s.io/v1', (_request, response) => json(response, LEASES));
  server.on('POST /api', (_request, response) => json(response, {}, 201));
  server.on('GET /apis/storage.k8s.io/v1', (_request, response) =>
    json(response, refusal(500, 'InternalError', 'the server said no'), 500),
  );
  const notes: string[] = [];
  const request = { ...requestTo(server.url, notes), options: { require: [], defects: [] } };
  const settings = { ...request.settings, releases: {} };
  const open = (needs: string) =>
    openTarget({
      ...request,
      settings,
      options: request.options as unknown as TargetRequest['options'],
      selected: [{ tags: [{ name: `@needs-${needs}`, line: 1 }], requirementIds: [] }],
    });
  await assert.rejects(open('pvc'), /cannot be told: pvc \(GET .*storage\.k8s\.io\/v1.*the server said no/);
  const session = await open('chaos-mesh');
  await session.abandon();
  assert.match(notes.join('\n'), /nothing that was selected needs it: pvc \(GET .*storage\.k8s\.io/);
});
