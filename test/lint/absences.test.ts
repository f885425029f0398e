import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lint } from '../../support/lint/lint.ts';
import { readWords } from '../../support/lint/project.ts';
import { acceptedBy, type Reading, spoken } from '../../support/systems/kserve/expected.ts';
import { projectOf, withSteps } from './throw-away.ts';

const words = readWords();

/** What the linter says with the real steps, lists and names of a scenario of these steps. */
const absences = (steps: string): string[] =>
  lint({ ...projectOf(withSteps(steps)), ...words })
    .filter(({ rule }) => rule === 'absence' || rule === 'word')
    .map(({ line, problem, fix }) => `${line}: ${problem}; ${fix}`);

const containers = (container: string, place = 'absent'): string[] =>
  absences(`    Then each of its workload pods has these containers:
      | check    | container | place |
      | LB-001.1 | ${container} | ${place} |`);

test('a container that must be absent is one that something has', () => {
  for (const known of ['llm-d-routing-sidecar', 'storage-initializer', 'main', 'the fetcher of an OCI model'])
    assert.deepEqual(containers(known), [], known);
  assert.match(
    containers('llm-d-routing-sidcar').join(),
    /^10: "llm-d-routing-sidcar" is nowhere a container: that it is absent cannot fail; did you mean "llm-d-routing-sidecar"\?/,
  );
  assert.match(containers('503').join(), /^10: "503" is nowhere a container: /);
  assert.match(containers('the routing sidecr').join(), /^10: no release has the word "the routing sidecr"/);
  assert.match(
    containers('a fetcher of models').join(),
    /^10: no release has the word "a fetcher of models"/,
  );
  assert.match(
    containers('the fetchr of an OCI model', 'init').join(),
    /did you mean "the fetcher of an OCI/,
  );
  assert.deepEqual(containers('new-sidecar', 'init'), [], 'what must be there may be anything');
});

test('a text that a log must not mention is one that a release has', () => {
  const log = (text: string): string[] =>
    absences(`    Then the log of its storage initializer does not mention:
      | check    | text |
      | LB-001.1 | ${text} |`);
  assert.deepEqual(log('403 Forbidden'), []);
  assert.deepEqual(log('the refused access'), []);
  assert.match(
    log('403 Forbiden').join(),
    /^10: "403 Forbiden" is nowhere a text of a release: .*"403 Forbidden"/,
  );
});

test('a label that no pod may carry is of a domain that manifests name', () => {
  const label = (domain: string): string[] =>
    absences(`    Then none of its workload pods carries a label of "${domain}"`);
  assert.deepEqual(label('llm-d.ai'), []);
  assert.match(label('llmd.ai').join(), /^8: "llmd.ai" is nowhere a label of a manifest: .*"llm-d.ai"/);
});

test('what an answer must not mention was said before', () => {
  const answer = (text: string): string[] =>
    absences(`    When I go on with "Remember: XYZ123" in the same session
    Then the answer does not mention "${text}"`);
  assert.deepEqual(answer('XYZ123'), []);
  assert.deepEqual(answer('XYZ132'), [
    '9: no step before it says "XYZ132": that no answer mentions it cannot fail; write it as it was said',
  ]);
});

const reading = {
  words: { has: (word: string) => word === 'the two', list: () => ['one', 'two'] },
  subject: { manifest: {}, reference: { name: 'x', namespace: 'ns' }, word: 'LLM service' },
  target: { controllers: {} },
} as unknown as Reading;

test('a word that the release has not is no text of its own, also when a step reads it', async () => {
  for (const word of ['the tow', 'a tow', 'an hour'])
    await assert.rejects(acceptedBy(word, reading), /the release has no word/);
  assert.throws(() => spoken('the tow', reading), /the release has no word "the tow"/);
  assert.deepEqual(spoken('the two', reading), ['one', 'two']);
});

test('conditions and objects of a table are those that the glossary lists', () => {
  const conditions = (name: string): string[] =>
    absences(`    Then these conditions become true in this order within 5 minutes:
      | condition |
      | ${name} |`);
  assert.deepEqual(conditions('PrefillWorkloadReady'), []);
  assert.match(
    conditions('PrefilWorkloadReady').join(),
    /^10: "PrefilWorkloadReady" is no condition of this step/,
  );
  const objects = (object: string, quality: string): string[] =>
    absences(`    Then the namespace holds these objects:
      | object | with |
      | ${object} | ${quality} |`);
  assert.deepEqual(objects('Secret storage-config', 'keys a, b'), []);
  assert.match(
    objects('Secrt storage-config', 'its name').join(),
    /^10: "Secrt .*" is no object of this step/,
  );
  assert.match(objects('Secret storage-config', 'key a').join(), /^10: "key a" is no with of this step/);
});
