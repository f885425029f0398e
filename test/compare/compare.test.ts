import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Comparison } from '../../support/compare/comparison.ts';
import { machineClass } from '../../support/runs/machine-class.ts';
import type { RunFile } from '../../support/settings/settings.ts';
import { apiServer } from '../frame/api-server.ts';
import { deadLinks } from '../pages/links.ts';
import { command, feature, idOf, project } from '../run/project.ts';

it('tells by check id what two runs differ in', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = project(t, {
    a: feature(
      ['It stays as it is', 'RK-001.1', 'it holds'],
      ['It has one name', 'RK-001.2', 'it holds'],
      ['It breaks', 'RK-001.3', '"ready" is there'],
      ['It promises much', 'RK-001.4', 'it holds within 5 minutes'],
      ['It is dropped', 'RK-001.5', 'it holds'],
      ['It measures', 'RK-001.6', '20 ms are measured'],
    ),
  });
  sandbox.write('ready', '');
  const first = await sandbox.run([], server.env);
  sandbox.write('ready.bak', '');
  sandbox.write(
    'features/kserve/basic/a.feature',
    feature(
      ['It breaks', 'RK-001.3', '"gone" is there'],
      ['It has another name', 'RK-001.2', 'it holds'],
      ['It promises little', 'RK-001.4', 'it holds within 50 minutes'],
      ['It stays as it is', 'RK-001.1', 'it holds'],
      ['It measures', 'RK-001.6', '40 ms are measured'],
      ['It is new', 'RK-001.7', 'it holds'],
    ),
  );
  const second = await sandbox.run([], server.env);
  const [a, b] = [idOf(first.output), idOf(second.output)];
  const { code, output } = await command(sandbox, 'compare', a, b);
  assert.equal(code, 1, output);
  const { machine, priorities } = JSON.parse(sandbox.read(`reports/runs/${a}/run.json`)) as RunFile;
  assert.equal(machine, machineClass(), 'figures are of the machine that measured them');
  assert.equal(priorities?.['RK-001'], 'P0', 'what counts may change later');
  assert.match(output, /WORSE: 1 check does not hold any more; 1 check is decided by no scenario any more/);
  assert.match(output, /RK-001\.3 {2}passed → failed/);
  assert.match(
    output,
    /RK-001\.4 {2}its words.*\n {4}was it holds within 5 minutes\n {4}is {2}it holds within 50 minutes/,
  );
  assert.match(output, /inconclusive: RK-001\.6 median latency {2}20 ms → 40 ms {2}\+100 %/);
  const told = JSON.parse(sandbox.read(`reports/compare/${a}-${b}.json`)) as Comparison;
  assert.deepEqual(
    told.checks.dropped.map(({ check }) => check),
    ['RK-001.5'],
  );
  assert.deepEqual(
    told.checks.added.map(({ check }) => check),
    ['RK-001.7'],
  );
  assert.deepEqual(
    told.checks.worse.map(({ check }) => check),
    ['RK-001.3'],
  );
  assert.deepEqual(
    told.renamed.map(({ check, parts }) => [check, parts]),
    [['RK-001.2', ['title']]],
  );
  assert.match(sandbox.read(`reports/compare/${a}-${b}.md`), /^\| RK-001\.5 \| P0 \| passed \|/m);
  const page = sandbox.read(`reports/compare/${a}-${b}.html`);
  assert.match(page, /data-decision="WORSE"><strong>WORSE<\/strong> <span>1 check does not hold any more;/);
  assert.match(page, /<h2>Does not hold any more \(1\)<\/h2>[\s\S]*RK-001\.3/);
  assert.ok(page.includes(`href="../runs/${b}/matrix.html#text=RK-001.3"`), 'published may be another run');
  for (const run of [a, b]) assert.ok(page.includes(`href="../runs/${run}/signoff.html"`));
  const list = sandbox.read('reports/compare/index.html');
  assert.ok(list.includes(`href="./${a}-${b}.html"`));
  assert.deepEqual(
    deadLinks(`${sandbox.directory}/reports`, ['compare/index.html', `compare/${a}-${b}.html`]),
    [],
  );
  const back = await command(sandbox, 'compare', b, `reports/runs/${a}/messages.ndjson`);
  assert.match(back.output, /better: RK-001\.3/);
  assert.equal(back.code, 1, 'RK-001.7 is dropped this time');
  const itself = await command(sandbox, 'compare', b, 'last');
  assert.equal(itself.code, 2);
  assert.match(itself.output, new RegExp(`both are run ${b}: one run compared with itself says nothing`));
  const same = await command(sandbox, 'compare', b, idOf((await sandbox.run([], server.env)).output));
  assert.match(same.output, /nothing was lost/);
  assert.equal(same.code, 0);
  const only = async (check: string) => idOf((await sandbox.run([], { ...server.env, ONLY: check })).output);
  const whole = await command(sandbox, 'compare', b, await only('RK-001.1'));
  assert.match(
    whole.output,
    /^nothing that both runs looked at was lost, but run \w+ did not look at 5 checks of run \w+: what became of them is not known$/m,
  );
  assert.equal(whole.code, 2);
  const narrow = await command(sandbox, 'compare', await only('RK-001.1'), b);
  assert.match(
    narrow.output,
    /^WORSE: the decision was PARTIAL and is NO-GO; 2 things stand against GO that did not$/m,
  );
  assert.match(narrow.output, /^new blockers:\n.*"It breaks" failed: gone/m);
  assert.equal(narrow.code, 1, 'what fails is told, whether the earlier run looked at it or not');
  const apart = await command(sandbox, 'compare', await only('RK-001.1'), await only('RK-001.2'));
  assert.match(
    apart.output,
    /^0 checks came out the same.*\nno check was looked at in both runs: nothing is compared$/m,
  );
  assert.equal(apart.code, 2);
});

it('says in one line why runs cannot be compared', async (t) => {
  const sandbox = project(t, {});
  const none = await command(sandbox, 'compare', 'a1', 'last');
  assert.equal(none.code, 2);
  assert.match(none.output, /^compare: there is no run a1: reports\/runs holds none$/m);
  assert.equal((await command(sandbox, 'compare', 'a1')).code, 2);
  sandbox.write('x.ndjson', 'damaged\n');
  const empty = await command(sandbox, 'compare', 'x.ndjson', 'x.ndjson');
  assert.match(empty.output, /x\.ndjson holds no scenarios: there is nothing to compare/);
});
