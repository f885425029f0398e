import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { KubernetesObject } from '../../support/cluster/cluster.ts';
import { PodImages } from '../../support/scenario/pod-images.ts';

const pod = (
  uid: string,
  containers: Readonly<Record<string, string>>,
  ids: Readonly<Record<string, string>> = {},
) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: uid, namespace: 'ns', uid: `${uid}-0000-4000` },
  spec: { containers: Object.entries(containers).map(([name, image]) => ({ name, image })) },
  status: { containerStatuses: Object.entries(ids).map(([name, imageID]) => ({ name, imageID })) },
});

/** What is noted of these states of pods. */
async function noted(...states: readonly KubernetesObject[]) {
  const images = new PodImages();
  let following = 0;
  const follow = async (_kind: object, _namespace: string, hear: (object: KubernetesObject) => void) => {
    following += 1;
    for (const state of states) hear(state);
    return () => {
      following -= 1;
      return undefined;
    };
  };
  images.follow({ follow }, 'ns');
  const found = await images.found();
  assert.equal(following, 0, 'nothing goes on behind the scenario');
  return found;
}

describe('the images of the pods of a scenario', () => {
  it('are those that containers were to run, with every id that they had', async () => {
    const found = await noted(
      pod('one', { main: 'a:v1', side: 'b:v1' }),
      pod('one', { main: 'a:v1', side: 'b:v1' }, { main: 'a@sha256:1', side: '' }),
      pod('one', { main: 'a:v1', side: 'b:v1' }, { main: 'a@sha256:2', side: '' }),
      pod('two', { main: 'a:v1' }, { main: 'a@sha256:1' }),
    );
    assert.deepEqual(found, {
      images: [
        { image: 'a:v1', id: 'a@sha256:1', part: 'main', pods: ['one-0000', 'two-0000'] },
        { image: 'a:v1', id: 'a@sha256:2', part: 'main', pods: ['one-0000'] },
        { image: 'b:v1', part: 'side', pods: ['one-0000'] },
      ],
    });
  });

  it('are nothing where there was no pod', async () => {
    assert.equal(await noted(), undefined);
  });

  it('are no reason to fail where pods may not be looked at', async () => {
    const images = new PodImages();
    const refused = async () => {
      throw new Error('pods is forbidden');
    };
    images.follow({ follow: refused }, 'ns');
    assert.deepEqual(await images.found(), { images: [], unread: ['pods is forbidden'] });
  });

  it('are bounded, and how many were left out is told', async () => {
    const many = Array.from({ length: 2_100 }, (_, index) =>
      pod(`p${index}`, { main: `${'x'.repeat(600)}:${index}` }),
    );
    const found = await noted(...many, ...many);
    assert.deepEqual([found?.images.length, found?.left], [1, 100], 'names are cut, and their pods add up');
    assert.equal(found?.images[0]?.image.length, 500);
  });
});
