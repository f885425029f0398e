import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { commandWith } from '../run/project.ts';
import { Sandbox, STEPS } from './sandbox.ts';

/** A cluster that only lists its defects, and leaves a file where it is launched. */
const MAIN = `
import { writeFileSync } from 'node:fs';
if (process.argv.includes('--list-defects'))
  console.log(JSON.stringify(['port-wrong', 'name-lost'].map((id) => ({ id, title: id, checks: [] }))));
else writeFileSync('launched', '');
`;

const sandboxOf = (t: TestContext): Sandbox =>
  new Sandbox(t, {
    'features/a.feature':
      '@kserve\nFeature: A\n  @LB-001 @P0\n  Scenario: S\n    When I do nothing\n    Then it holds\n',
    'step-definitions/x.steps.ts': STEPS,
    'fixtures/embedded/main.js': MAIN,
  });

it('refuses a defect that does not exist before anything is launched, with the nearest', async (t) => {
  const sandbox = sandboxOf(t);
  const refused = async (DEFECTS: string, args: string[] = [], env = {}): Promise<string> => {
    const { code, output } = await sandbox.run(args, { DEFECTS, ...env });
    assert.equal(code, 2, output);
    assert.ok(!sandbox.has('launched') && !sandbox.has('reports'), output);
    return output;
  };
  const wrong =
    /^\[acceptance\] DEFECTS: there is no defect "port-wrng"; did you mean "port-wrong"\? \(npm run/m;
  assert.match(await refused('port-wrng'), wrong);
  assert.match(await refused('port-wrng', ['--dry-run']), wrong);
  const several = await refused('name-lost,port-wrng, moonlight');
  assert.match(several, wrong);
  assert.match(several, /there is no defect "moonlight"; npm run prove -- --list names them$/m);
  assert.doesNotMatch(several, /"name-lost"/);
  assert.match(await refused('port-wrong,,name-lost'), /DEFECTS must be words with commas between them/);
  assert.match(
    await refused('port-wrong', [], { TARGET: 'kind' }),
    /only an embedded target can have defects; unset it, or choose another TARGET than kind$/m,
  );
});

it('refuses a capability that nobody can detect before anything is launched, with the nearest', async (t) => {
  const sandbox = sandboxOf(t);
  const said = /REQUIRE names "gpus", which is no capability that can be detected; did you mean "gpu"\?$/m;
  const run = await sandbox.run([], { REQUIRE: 'kserve,gpus' });
  assert.equal(run.code, 2, run.output);
  assert.match(run.output, said);
  assert.ok(!sandbox.has('launched') && !sandbox.has('reports'), run.output);
  assert.match((await commandWith(sandbox, { REQUIRE: 'gpus' }, 'plan')).output, said);
});

it('plans no run with a defect that does not exist', async (t) => {
  const { code, output } = await commandWith(sandboxOf(t), { DEFECTS: 'port-wrng' }, 'plan');
  assert.equal(code, 2);
  assert.match(output, /^plan: DEFECTS: there is no defect "port-wrng"; did you mean "port-wrong"\?/m);
});
