import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Session, startSession, withoutKubectl } from './session.ts';

const skip = withoutKubectl();

describe('what kubectl is told of mistakes', { skip, timeout: 60_000 }, () => {
  let session: Session;
  before(async () => {
    session = await startSession();
  });
  after(async () => await session.end());

  test('what is wrong is answered in one sentence, and nothing breaks', async () => {
    const applied = async (text: string) => await session.given(text, 'apply', '-f', '-');
    const map = 'apiVersion: v1\nkind: ConfigMap\n';
    const llm = 'apiVersion: serving.kserve.io/v1alpha1\nkind: LLMInferenceService\nmetadata: { name: a }\n';
    const cases: [Promise<{ code: number | null; err: string }>, RegExp][] = [
      [applied('apiVersion: v1\nkind: [ConfigMap\n'), /error converting YAML to JSON/],
      [
        applied('apiVersion: v1\nkind: Foo\nmetadata: { name: a }\n'),
        /no matches for kind "Foo" in version "v1"/,
      ],
      [
        applied('apiVersion: apps/v1beta1\nkind: Deployment\nmetadata: { name: a }\n'),
        /no matches for kind "Deployment" in version "apps\/v1beta1"/,
      ],
      [
        applied(`${map}metadata: { name: a }\nconstructor: 1\n`),
        /strict decoding error: unknown field "constructor"/,
      ],
      [applied(`${map}metadata: { name: A_B }\n`), /metadata\.name: Invalid value: "A_B"/],
      [applied(`${map}metadata: { name: a, namespace: none }\n`), /namespaces "none" not found/],
      [applied(`${map}metadata: { name: a }\ndata: { a: ${'x'.repeat(1_100_000)} }\n`), /Too long/],
      [applied(`${llm}spec: {}\n`), /spec\.model: Required value/],
      [
        applied(`${llm}spec: { model: { uri: "hf://a/b" }, replicas: many }\n`),
        /spec\.replicas in body must be of type integer/,
      ],
      [
        session.kubectl('patch', 'svc', 'kubernetes', '--type=json', '-p', '[{"op":"fly","path":"/"}]'),
        /Unexpected kind: fly/,
      ],
      [
        session.kubectl(
          'patch',
          'svc',
          'kubernetes',
          '--type=json',
          '-p',
          '[{"op":"move","from":"/spec","path":"/spec/a"}]',
        ),
        /does not apply/,
      ],
      [session.kubectl('get', 'pods', '-l', 'a=(b'), /unable to parse requirement/],
      [
        session.kubectl('get', 'pods', '--field-selector', 'spec.colour=red'),
        /field label not supported: spec\.colour/,
      ],
      [session.kubectl('get', '--raw', '/apis/none/v1'), /could not find the requested resource/],
      [session.kubectl('get', 'foo'), /doesn't have a resource type "foo"/],
    ];
    for (const [failing, sentence] of cases) {
      const { code, err } = await failing;
      assert.equal(code, 1, err);
      assert.match(err, sentence);
    }
    assert.equal(await session.shown('get', '--raw', '/readyz'), 'ok');
  });
});
