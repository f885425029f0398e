import assert from 'node:assert/strict';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { judge } from '../../support/judge/judge.ts';
import { renderReports } from '../../support/reports/render.ts';
import { type Place, placeText } from '../../support/selection/repeat.ts';
import type { RunFile } from '../../support/settings/settings.ts';
import { invocationFrom } from '../../support/signoff/invocation.ts';
import { scratch } from '../scratch.ts';
import { greenSample, runFile as onCluster } from '../verdict/samples/judged.ts';
import { SAMPLES } from '../verdict/samples/record.ts';
import { type RenderedSample, recordedRun, renderSample, runFile } from './rendered.ts';

const DEFECTS = ['a-defect', 'another'];

describe('a run whose cluster had defects', () => {
  let sample: RenderedSample;
  before(async () => {
    sample = await renderSample(runFile({ defects: DEFECTS }));
  });

  test('says so at the head of every report, and repeats with them', async () => {
    for (const name of ['signoff.html', 'signoff.md', 'matrix.html', 'html/index.html', 'traceability.md'])
      assert.ok((await sample.read(...name.split('/'))).includes('a-defect, another'), name);
    assert.match(sample.rendered.summary, /· defects a-defect, another ·/);
    assert.match(sample.rendered.summary, /repeat: {3}TARGET=kind DEFECTS=a-defect,another npx cucumber-js /);
    assert.deepEqual(sample.signOff.run.defects, DEFECTS);
    for (const { scenarios, reproduce } of sample.signOff.issues)
      if (scenarios.length > 0)
        assert.match(reproduce ?? '', /^TARGET=kind DEFECTS=a-defect,another npx cucumber-js /);
    assert.ok(
      sample.signOff.issues.some(({ next }) =>
        next.endsWith('TARGET=kind DEFECTS=a-defect,another npm run acceptance -- --rerun r1'),
      ),
    );
    assert.match(await sample.read('junit.xml'), /repeat with: TARGET=kind DEFECTS=a-defect,another npx/);
    assert.match(await sample.read('run.yaml'), /DEFECTS: a-defect,another/);
    assert.equal(
      invocationFrom(runFile({ defects: DEFECTS }) as RunFile).environment.DEFECTS,
      DEFECTS.join(),
    );
  });

  test('is never GO', async () => {
    const { settings, ...rest } = onCluster();
    const { gate } = judge({
      ...(await greenSample()),
      runFile: { ...rest, settings: { ...settings, defects: DEFECTS } },
    });
    assert.equal(gate.decision, 'PARTIAL');
    assert.deepEqual(gate.missing, [
      'the cluster had defects in this run (a-defect, another): it says nothing about the target',
    ]);
    assert.match(gate.because, /it says nothing about the target$/);
  });
});

test('runs with other defects are not of one system: merged they do not pass, and none repeats another', async () => {
  const feature = `${SAMPLES.features}/claims.feature:8`;
  const runs = [
    await recordedRun(runFile(), feature),
    await recordedRun(runFile({ defects: DEFECTS }), feature),
  ];
  const { verdicts, exitCode } = await renderReports(scratch('merged'), {
    messages: runs.map((run) => path.join(run, 'messages.ndjson')),
    sources: SAMPLES,
  });
  assert.equal(exitCode, 1);
  assert.match(
    verdicts.gate.missing.join('\n'),
    /run\.json is of target kind, .*, defect a-defect, defect another, .* of target kind, .*not of one system/,
  );
  const place = (over: object): string => placeText((runFile(over) as { settings: Place }).settings);
  assert.equal(
    place({ defects: DEFECTS }),
    'kind (context kind-<kind>, kserve document) with the defects a-defect, another',
  );
  assert.notEqual(place({ defects: DEFECTS }), place({}));
});
