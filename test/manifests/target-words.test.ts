import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Target } from '../../support/settings/settings.ts';
import { meaningOf } from '../../support/systems/kserve/target-words.ts';

const target = { name: 'staging', models: { small: 'oci://r/small:1' }, images: {} } as unknown as Target;

test('words mean what the target has for them; URIs and images stand for themselves', () => {
  assert.equal(meaningOf('small', 'models', target), 'oci://r/small:1');
  for (const uri of ['s3://bucket/model/', 'hf://a/b']) assert.equal(meaningOf(uri, 'models', target), uri);
  assert.equal(meaningOf('vllm/vllm-openai:v1', 'images', target), 'vllm/vllm-openai:v1');
});

test('a word that the target lacks is answered with the ways to set it', () => {
  assert.throws(() => meaningOf('opt-125m-s3', 'models', target), {
    name: 'EnvironmentError',
    message:
      'target staging has nothing for "opt-125m-s3" under models; set models.opt-125m-s3 in its file, or MODEL_OPT_125M_S3',
  });
});
