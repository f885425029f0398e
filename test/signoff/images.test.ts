import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import type { Envelope } from '@cucumber/messages';
import { renderReports } from '../../support/reports/render.ts';
import { sha256Of } from '../../support/sha256.ts';
import type { SignOff } from '../../support/signoff/sign-off.ts';
import type { Statement } from '../../support/signoff/statement.ts';
import { mark } from '../verdict/samples/mark.ts';
import { SAMPLES } from '../verdict/samples/record.ts';
import { violations } from './in-toto/schema.ts';
import { DIGEST, recordedRun, runFile } from './rendered.ts';

const IMAGES = 'application/vnd.llm-serving-acceptance.images+json';
const [A, B] = ['a1', 'b2'].map((two) => two.repeat(32));
const WORKLOAD = 'main of llminferenceservice-workload';

/** Renders a run of one scenario that attached these contents as the images of its pods. */
async function rendered(...contents: readonly unknown[]) {
  const folder = await recordedRun(runFile(), `${SAMPLES.features}/claims.feature:8`);
  const file = path.join(folder, 'messages.ndjson');
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const at = lines.findIndex((line) => line.includes('"testStepFinished"'));
  const { testStepFinished } = JSON.parse(lines[at] ?? '') as Envelope;
  const { testCaseStartedId, testStepId } = testStepFinished ?? {};
  const attached = contents.map((content) => ({
    attachment: {
      ...{ testCaseStartedId, testStepId, mediaType: IMAGES, contentEncoding: 'IDENTITY' },
      body: typeof content === 'string' ? content : JSON.stringify(content),
    },
  }));
  lines.splice(at, 0, ...attached.map((envelope) => JSON.stringify(envelope)));
  writeFileSync(file, `${lines.join('\n')}\n`);
  await mark(file, { runFile: sha256Of(readFileSync(path.join(folder, 'run.json'), 'utf8')) });
  const { verdicts } = await renderReports(folder, { sources: SAMPLES });
  const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
  return {
    folder,
    verdicts,
    read,
    signOff: JSON.parse(read('signoff.json')) as SignOff,
    statement: JSON.parse(read('signoff.intoto.json')) as Statement,
  };
}

describe('the images of the pods', () => {
  let sample: Awaited<ReturnType<typeof rendered>>;
  before(async () => {
    const server = { image: 'vllm/vllm:v1', part: WORKLOAD };
    sample = await rendered(
      {
        images: [
          { ...server, id: `docker.io/vllm/vllm@sha256:${A}`, pods: ['one', 'two'] },
          { ...server, id: `docker-pullable://docker.io/vllm/vllm@sha256:${B}`, pods: ['three'] },
          { ...server, pods: ['four'] },
          { image: 'llm-d/llm-d:latest', id: `ghcr.io/llm-d/llm-d@sha256:${A}`, part: 'side', pods: ['one'] },
          { image: 'llm-d/llm-d:v2', id: `ghcr.io/llm-d/llm-d@sha256:${A}`, part: 'side', pods: ['two'] },
          { image: 'on/one-node:v1', id: `sha256:${A}`, part: 'main', pods: ['six'] },
          { image: 'none/such:v1', part: 'main', pods: ['seven'] },
          { image: 'https://robot:hunter2@registry.test/x:v1', part: 'main', pods: ['eight'] },
        ],
      },
      { images: [{ ...server, id: `docker.io/vllm/vllm@sha256:${A}`, pods: ['two', 'five'] }], left: 3 },
      { images: [], unread: ['pods is forbidden in ns-a'] },
      { images: [], unread: ['pods is forbidden in ns-b'] },
    );
  });

  test('stand in the sign-off with digest, pods and what they are for', () => {
    const seen = sample.signOff.images.map(({ tag, name, sha256, where, pods }) => [
      tag ?? name,
      sha256,
      where,
      pods,
    ]);
    assert.deepEqual(seen, [
      ['kserve/controller', DIGEST, 'kserve/controller', undefined],
      ['https://robot:[redacted]@registry.test/x:v1', undefined, 'main', 1],
      ['llm-d/llm-d:latest', A, 'side', 1],
      ['llm-d/llm-d:v2', A, 'side', 1],
      ['none/such:v1', undefined, 'main', 1],
      ['on/one-node:v1', undefined, 'main', 1],
      ['vllm/vllm:v1', B, WORKLOAD, 1],
      ['vllm/vllm:v1', A, WORKLOAD, 3],
    ]);
    const row = `| \`vllm/vllm:v1\` | \`${A}\` | 3 pods: ${WORKLOAD} |`;
    assert.ok(sample.read('signoff.md').includes(row));
    assert.ok(sample.read('signoff.md').includes('| `none/such:v1` | no digest known | 1 pod: main |'));
    assert.match(
      sample.read('signoff.html'),
      new RegExp(`<code>vllm/vllm:v1</code></td>.*${A}.*3 pods: ${WORKLOAD}`),
    );
  });

  test('are the subjects of the statement, each digest of each repository once', () => {
    assert.deepEqual(violations(sample.statement), []);
    assert.deepEqual(sample.statement.subject, [
      { name: 'kserve/controller', digest: { sha256: DIGEST } },
      { name: 'ghcr.io/llm-d/llm-d', digest: { sha256: A } },
      { name: `docker.io/vllm/vllm (${WORKLOAD}, b2b2b2b2b2b2)`, digest: { sha256: B } },
      { name: `docker.io/vllm/vllm (${WORKLOAD}, a1a1a1a1a1a1)`, digest: { sha256: A } },
    ]);
  });

  test('are told where one name stood for several, were not to be seen or were too many', () => {
    for (const note of [
      `vllm/vllm:v1 was 2 different images: sha256:${B} in 1 pod, sha256:${A} in 3 pods; the verdicts are about all of them`,
      'images of pods could not be read in 2 attempts of scenarios (the first: pods is forbidden in ns-a)',
      'the images of 3 containers of pods were not noted: there were too many of them',
    ])
      assert.ok(sample.signOff.notes.includes(note), sample.signOff.notes.join('\n'));
  });

  test('are covered by the digest that the run left of its recording', async () => {
    const { folder, verdicts, read } = await rendered({ images: [] });
    assert.deepEqual(verdicts.inputs.run.damages, []);
    const text = read('messages.ndjson').replace('{\\"images\\":[]}', '{\\"images\\":[ ]}');
    writeFileSync(path.join(folder, 'messages.ndjson'), text);
    const { verdicts: changed } = await renderReports(folder, { sources: SAMPLES });
    assert.match(changed.inputs.run.damages.join(), /is not as run r1 wrote it/);
  });

  test('change nothing where their note is damaged', async () => {
    const { signOff } = await rendered(
      '{"images": [',
      'null',
      { images: 'all' },
      { images: [null, { image: 1 }] },
    );
    assert.deepEqual(
      signOff.images.map(({ name }) => name),
      ['kserve/controller', 'vllm/vllm:v1'],
    );
  });
});
