import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import { it } from 'node:test';
import { loadSettings } from '../../support/settings/load-settings.ts';
import { loadTarget } from '../../support/settings/load-target.ts';
import { workers } from '../../support/settings/workers.ts';
import { problemsOf, SOUND, targetFile } from './mistakes.ts';

it('loads every target of the project with the release that it names', () => {
  for (const TARGET of ['embedded', 'cluster', 'kind', 'openshift']) {
    const { settings } = loadSettings({ TARGET }, new Date());
    assert.equal(settings.target.name, TARGET);
    assert.equal(settings.releases.kserve?.name, 'document');
    assert.match(settings.run.id, /^[a-z0-9]{9}$/);
  }
});

it('says which file a target was read from, and its digest, wherever it lies', () => {
  const path = targetFile(SOUND);
  const { source } = loadTarget({ TARGET: path });
  const sha256 = createHash('sha256').update(SOUND).digest('hex');
  assert.deepEqual(source, { path: relative('.', path), sha256, bytes: SOUND.length });
  assert.equal(loadTarget({ TARGET: 'kind' }).source?.path, 'fixtures/targets/kind.yaml');
});

it('keeps an embedded target away from the kubeconfig of the environment', () => {
  const target = loadTarget({ TARGET: 'embedded', KUBECONFIG: '/prod/config', KUBE_CONTEXT: 'prod' });
  assert.equal(target.kubeconfig, undefined);
  assert.equal(target.context, undefined);
});

it('refuses the embedded target as the default where a context of a real cluster is named', () => {
  for (const TARGET of [undefined, ''])
    assert.throws(
      () => loadTarget({ TARGET, KUBECONFIG: '/prod/config', KUBE_CONTEXT: 'prod' }),
      /KUBE_CONTEXT is "prod", but TARGET is not set, and the default, embedded, brings its own cluster: set TARGET=cluster, or unset KUBE_CONTEXT/,
    );
  assert.equal(loadTarget({ KUBECONFIG: '/prod/config' }).name, 'embedded');
});

it('names every mistake of a target with file, line and column', () => {
  const TARGET = targetFile(
    'gateway:\n  className: 5\n  via: magic\nlimits: [1]\nimages:\n  a: [x]\ncolour: red\n',
  );
  const problems = problemsOf(() => loadTarget({ TARGET }));
  assert.deepEqual(
    problems.map((problem) => problem.replace(TARGET, 'F')),
    [
      `F:7:1: unknown key "colour": write one of launcher, embedded, kubeconfig, context, gateway, images, models, controllers, storageClass, s3, timeScale, limits, namespace, endpoints, scenarioTimeout, releases`,
      'F:2:14: "gateway.className" must be a text, got 5',
      'F:3:8: "gateway.via" must be one of address, port-forward, got "magic"',
      'F:6:6: "images.a" must be a text, got a list',
      'F:4:9: "limits" must be a mapping, got a list',
    ],
  );
  assert.match(
    problemsOf(() => loadTarget({ TARGET: targetFile('gateway: {') }))[0] ?? '',
    /mine\.yaml:1:\d+: /,
  );
  assert.match(problemsOf(() => loadTarget({ TARGET: '/no/such.yaml' }))[0] ?? '', /does not exist/);
  assert.match(
    problemsOf(() => loadTarget({ TARGET: targetFile('images: {}\n') }))[0] ?? '',
    /"gateway\.className" is missing .*set GATEWAY_CLASS/,
  );
  assert.match(
    problemsOf(() => loadTarget({ TARGET: targetFile(`${SOUND}namespace: { mode: pool }\n`) }))[0] ?? '',
    /"namespace\.pool" is empty/,
  );
});

it('refuses a limit that is no quantity, in the file and in the environment', () => {
  const bad = targetFile(`${SOUND}limits: { memory: 5GB }\n`);
  assert.match(
    problemsOf(() => loadTarget({ TARGET: bad })).join(),
    /mine\.yaml:\d+:\d+: "limits\.memory" must be a quantity such as 16, 500m or 64Gi, got "5GB"$/,
  );
  assert.deepEqual(
    problemsOf(() => loadTarget({ TARGET: 'embedded', LIMIT_CPU: 'x' })),
    ['environment variable LIMIT_CPU must be a quantity such as 16, 500m or 64Gi, got "x"'],
  );
});

it('chooses workers by cores, files of the target and what is asked for', () => {
  assert.equal(workers({ PARALLEL: '3' }, []), 3);
  assert.equal(workers({ TARGET: 'kind' }, []), 0);
  assert.equal(workers({ TARGET: 'embedded' }, ['features/x.feature:12']), 0);
  assert.equal(workers({ TARGET: 'moon' }, []), 0);
  const pool = targetFile(`${SOUND}namespace: { mode: pool, pool: [a, b] }\n`);
  assert.equal(workers({ TARGET: pool }, []), 0);
});
