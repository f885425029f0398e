import assert from 'node:assert/strict';
import { it } from 'node:test';
import { command, idOf } from '../run/project.ts';
import { apiServer } from './api-server.ts';
import { Sandbox, STEPS } from './sandbox.ts';

const FEATURE = `@kserve @basic
Feature: What is created stays

  @RK-001 @P0
  Scenario: Something is created
    Given a config map of my own that stays
    Then it holds
`;

const STAYING = `${STEPS}
Given('a config map of my own that stays', async function () {
  const map = configMap('x', await this.ownNamespace());
  await this.cluster.create({ ...map, metadata: { ...map.metadata, finalizers: ['example.com/stays'] } });
});
`;

it('fails a run that leaves a namespace, in every report of it and whenever it is reported again', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = new Sandbox(t, { 'features/a.feature': FEATURE, 'step-definitions/x.steps.ts': STAYING });
  const { code, output } = await sandbox.run([], server.env);
  assert.equal(code, 1, output);
  const left = /after the run: clean-up: the namespaces of run \w+ are gone: not within 5 min;/;
  assert.match(output, left);
  assert.match(output, /^decision {3}NO-GO/m);
  const directory = `reports/runs/${idOf(output)}`;
  for (const name of [
    'messages.ndjson',
    'signoff.json',
    'signoff.md',
    'signoff.html',
    'traceability.json',
    'junit.xml',
  ])
    assert.match(
      sandbox.read(`${directory}/${name}`).replaceAll('&#x20;', ' '),
      /the namespaces of run/,
      name,
    );
  assert.match(sandbox.read('reports/history.ndjson'), /"decision":"NO-GO"/);
  const again = await command(sandbox, 'report', idOf(output));
  assert.equal(again.code, 1, again.output);
  assert.match(again.output, left);
});
