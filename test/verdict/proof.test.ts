import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { loadVerdicts } from '../../support/judge/load.ts';
import { readProof } from '../../support/verdict/proof.ts';
import { scratch } from '../scratch.ts';
import { record, SAMPLES } from './samples/record.ts';

const file = path.join(scratch('proof'), 'proof.json');
const defect = { id: 'a', title: 't', checks: ['LB-001.1'], killed: true };

describe('a proof', () => {
  test('is read, and none is needed', async () => {
    await writeFile(file, JSON.stringify({ defects: [defect], score: 1 }));
    assert.deepEqual((await readProof(file)).proof?.defects, [defect]);
    assert.deepEqual(await readProof(`${file}.none`), {});
  });

  test('that is damaged is named with its file, and nothing is proven', async () => {
    const older = { defects: [{ ...defect, by: [{ check: 'LB-001.1', at: 'a.feature:3' }] }] };
    const damaged = [null, [], {}, { defects: 5 }, { defects: [null] }, older];
    for (const content of [...damaged, { defects: [{ ...defect, checks: null }] }]) {
      await writeFile(file, JSON.stringify(content));
      assert.deepEqual(await readProof(file), {
        problem: `${file} is damaged or of an older form: it is no list of defects with the texts that noticed them: no check counts as proven`,
      });
    }
    await writeFile(file, '{"defects":[{');
    const problem = `${file} is damaged: it is not JSON: no check counts as proven`;
    assert.deepEqual(await readProof(file), { problem });
    const messages = await record(`${SAMPLES.features}/claims.feature:8`);
    const { gate } = await loadVerdicts([messages], { ...SAMPLES, proof: file });
    assert.deepEqual([gate.notes[0], gate.decision], [problem, 'PARTIAL']);
  });
});
