import { deepEqual, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import type { Cluster } from '../../support/cluster/cluster.ts';
import type { Subject } from '../../support/systems/kserve/served.ts';
import { mustHaveStayedReady, mustKeepReporting } from '../../support/systems/kserve/service/steadiness.ts';
import { seconds } from '../../support/waiting/duration.ts';
import type { Sighting } from '../../support/waiting/sighting.ts';

const subject: Subject = {
  word: 'LLM service',
  reference: { apiVersion: 'a/v1', kind: 'K', namespace: 'ns', name: 'x' },
  manifest: { apiVersion: 'a/v1', kind: 'K', metadata: { name: 'x' } },
};

/** A cluster that saw the service in these states of Ready. */
const seen = (...states: string[]): Cluster =>
  ({
    history: async () =>
      states.map((status) => ({ status: { conditions: [{ type: 'Ready', status, reason: 'Why' }] } })),
  }) as unknown as Cluster;

test('what has become ready may not cease to be, not even for a moment', async () => {
  await mustHaveStayedReady(seen('Unknown', 'False', 'True', 'True'), subject);
  await rejects(
    mustHaveStayedReady(seen('Unknown', 'True', 'False', 'True'), subject),
    /LLM service ns\/x: .* got Ready=False \(Why\)/,
  );
  await rejects(mustHaveStayedReady(seen('Unknown', 'False'), subject), /Ready=False/);
  await rejects(mustHaveStayedReady(seen(), subject), /it does not exist/);
});

test('what goes on being reported is looked at for the whole time, and another status, or none, ends the wait at once', async () => {
  const looks: { sighting: Sighting<unknown>; stableFor: number | undefined }[] = [];
  const reporting = (conditions: unknown[]): Cluster =>
    ({
      waitForObject: async (
        _sentence: string,
        _reference: unknown,
        look: (object: unknown) => Sighting<unknown>,
        { stableFor }: { stableFor?: { milliseconds: number } },
      ) => looks.push({ sighting: look({ status: { conditions } }), stableFor: stableFor?.milliseconds }),
    }) as unknown as Cluster;
  const states = [[{ type: 'Up', status: 'False' }], [{ type: 'Up', status: 'True' }], []];
  for (const conditions of states)
    await mustKeepReporting(reporting(conditions), subject, 'Up', 'False', seconds(30));
  deepEqual(
    looks.map(({ sighting, stableFor }) => [sighting.met, sighting.met ? '' : sighting.hopeless, stableFor]),
    [
      [true, '', 30_000],
      [false, 'Up is True', 30_000],
      [false, 'Up is not reported', 30_000],
    ],
  );
});
