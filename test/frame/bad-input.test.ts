import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Sandbox, STEPS } from './sandbox.ts';

const FEATURE = `@kserve @basic @sometag
Feature: Mistakes

  @LB-001 @P0
  Scenario: Unknown requirement of a claim
    When I do nothing
    # checks: LB-001.999, RK-001.1
    Then it holds

  @LB-0001 @P0
  Scenario: Unknown requirement
    Then it holds
`;

it('names every mistake of the features at once and launches nothing', async (t) => {
  const sandbox = new Sandbox(t, {
    'features/a.feature': FEATURE,
    'features/b.feature':
      'Feature: B\n  Scenario: does not parse\n    When I do nothing\n    Whenever it rains\n',
    'step-definitions/x.steps.ts': STEPS,
    'fixtures/manifests/kserve/broken.yaml': 'apiVersion: v1\nkind: [unclosed\n',
  });
  const { code, output } = await sandbox.run();
  assert.equal(code, 2, output);
  assert.match(output, /features\/a\.feature:1:16: unknown tag @sometag/);
  assert.match(
    output,
    /features\/a\.feature:8: unknown check LB-001\.999; it has the checks LB-001\.1 to LB-001\.\d+/,
  );
  assert.match(
    output,
    /features\/a\.feature:8: check RK-001\.1 belongs to RK-001, but the scenario at line 5/,
  );
  assert.match(output, /features\/a\.feature:10:3: unknown requirement @LB-0001; did you mean @LB-001\?/);
  assert.match(
    output,
    /features\/b\.feature:4:5: .Whenever it rains. is not expected here; a line begins with one of Feature:/,
  );
  assert.match(output, /fixtures\/manifests\/kserve\/broken\.yaml:\d+:\d+: /);
  assert.match(output, /nothing was launched/);
  assert.equal(sandbox.has('reports'), false);
});

it('publishes that nothing was judged where an earlier result would stay: features and steps', async (t) => {
  const sandbox = new Sandbox(t, {
    'features/a.feature':
      '@kserve\nFeature: A\n  @LB-001 @P0\n  Scenario: S\n    When I do nothing\n    Then it hold\n',
    'step-definitions/x.steps.ts': STEPS,
  });
  const publish = async (env: Record<string, string>, why: RegExp): Promise<void> => {
    sandbox.write('reports/signoff.json', '{"decision":"GO"}');
    const { code, output } = await sandbox.run([], { ACCEPTANCE_PUBLISH: '1', ...env });
    assert.equal(code, 2, output);
    const { decision, because } = JSON.parse(sandbox.read('reports/signoff.json')) as Record<string, string>;
    assert.equal(decision, 'NOTHING JUDGED');
    assert.match(because ?? '', why);
  };
  await publish({}, /^the run never began: 1 mistake in what it was given: .*step "it hold" is not defined/);
  sandbox.write('features/b.feature', '@kserve @sometag\nFeature: B\n');
  await publish({}, /1 mistake in what it was given: features\/b\.feature:1:9: unknown tag @sometag/);
});

it('keeps no run of a call that named what does not exist: the last run is still the last', async (t) => {
  const sandbox = new Sandbox(t, {
    'features/a.feature': '@kserve\nFeature: A\n  @LB-001 @P0\n  Scenario: S\n    When I do nothing\n',
    'step-definitions/x.steps.ts': STEPS,
  });
  for (const [env, args, why] of [
    [{ ONLY: 'LB-001.999' }, [], /ONLY names LB-001\.999, which is no check/],
    [{}, ['--tags', '@PO'], /@PO/],
    [{}, ['features/a.feature:5'], /no scenario begins at features\/a\.feature:5/],
  ] as const) {
    sandbox.write('reports/signoff.json', '{"decision":"GO"}');
    const { code, output } = await sandbox.run([...args], { ACCEPTANCE_PUBLISH: '1', ...env });
    assert.equal(code, 2, output);
    const { decision, because } = JSON.parse(sandbox.read('reports/signoff.json')) as Record<string, string>;
    assert.equal(decision, 'NO REPORTS');
    assert.match(because ?? '', /before its run began: 1 mistake in what it was given: /);
    assert.match(because ?? '', why);
    assert.equal(sandbox.has('reports/runs'), false);
  }
});

it('suggests the nearest step for one that is not defined, and names both of an ambiguous one', async (t) => {
  const sandbox = new Sandbox(t, {
    'features/a.feature':
      '@kserve\nFeature: A\n  @LB-001 @P0\n  Scenario: S\n    Then it hold within 5 minutes\n    And it holds\n    And it holds within 5 minuts\n    And moonlight\n',
    'step-definitions/x.steps.ts': `${STEPS}\nThen(/^it holds$/, () => undefined);\n`,
  });
  const { code, output } = await sandbox.run();
  assert.equal(code, 2, output);
  assert.match(
    output,
    /features\/a\.feature:5: step "it hold within 5 minutes" is not defined; the nearest is "it holds within 5 minutes"/,
  );
  assert.match(
    output,
    /:7: step ".*" is not defined; "5 minuts" is no \{duration\}; did you mean "5 minutes"\?/,
  );
  assert.match(output, /:8: step "moonlight" is not defined; no step is like it; docs\/glossary\.md lists/);
  assert.match(output, /features\/a\.feature:6: step "it holds" is ambiguous: .*x\.steps\.ts:\d+/);
  assert.equal(sandbox.has('reports'), false);
});

it('names mistakes of settings with their place', async (t) => {
  const sandbox = new Sandbox(t, {
    'features/a.feature': 'Feature: A\n',
    'mine.yaml': 'gateway:\n  className: istio\n  vai: address\ntimeScale: fast\nreleases:\n  kserve: v9\n',
  });
  const { code, output } = await sandbox.run([], { TARGET: './mine.yaml', KEEP: 'sometimes', SHARD: '3/2' });
  assert.equal(code, 2, output);
  assert.match(output, /mine\.yaml:3:3: unknown key "gateway\.vai": write one of className, via/);
  assert.match(output, /mine\.yaml:4:12: "timeScale" must be a number from 1 to 120, got "fast"/);
  assert.match(output, /KEEP must be one of never, on-failure, always, got "sometimes"/);
  assert.match(output, /SHARD must be i\/n/);
  const unknown = await sandbox.run([], { TARGET: 'moon' });
  assert.equal(unknown.code, 2);
  assert.match(unknown.output, /TARGET names no target "moon": there are cluster, embedded, kind, openshift/);
});

it('names a release that is not there, and a cluster that cannot be reached', async (t) => {
  const sandbox = new Sandbox(t, {
    'features/a.feature': '@kserve\nFeature: A\n  @LB-001 @P0\n  Scenario: S\n    Then it holds\n',
    'step-definitions/x.steps.ts': STEPS,
  });
  const release = await sandbox.run([], { RELEASE_KSERVE: 'v9' });
  assert.equal(release.code, 2);
  assert.match(release.output, /asks for release "v9" of kserve: there are document/);
  const nowhere = await sandbox.run([], { TARGET: 'cluster', KUBECONFIG: '/nowhere/config' });
  assert.equal(nowhere.code, 2);
  assert.match(nowhere.output, /kubeconfig \/nowhere\/config cannot be read/);
  assert.ok(nowhere.took < 15_000);
});

it('names mistakes of the files that judge a run, and files and options that do not exist', async (t) => {
  const sandbox = new Sandbox(t, {
    'features/a.feature': '@kserve\nFeature: A\n  @LB-001 @P0\n  Scenario: S\n    Then it holds\n',
    'features/exceptions.yaml': '- type: waiver\n  checks: [LB-001.1]\n- type: wish\n',
    'step-definitions/x.steps.ts': STEPS,
  });
  const register = await sandbox.run();
  assert.equal(register.code, 2, register.output);
  assert.match(register.output, /features\/exceptions\.yaml:1: .*approver/);
  assert.match(register.output, /features\/exceptions\.yaml:3: .*wish/);
  sandbox.write('features/exceptions.yaml', '');
  const absent = await sandbox.run(['features/b.feature']);
  assert.equal(absent.code, 2, absent.output);
  assert.match(absent.output, /nothing was judged: .*; there is no file features\/b\.feature/);
  const sound = sandbox.read('features/requirements.yaml');
  sandbox.write('features/requirements.yaml', 'systems: []\nrequirements:\n- id: A\n   bad: [');
  const inventory = await sandbox.run();
  assert.equal(inventory.code, 2, inventory.output);
  assert.match(inventory.output, /^\[acceptance\] features\/requirements\.yaml:\d+:\d+: [^\n]*$/m);
  assert.doesNotMatch(inventory.output, / {4}at /);
  sandbox.write('features/requirements.yaml', sound);
  const line = await sandbox.run(['features/a.feature:4', 'features/a.feature:5']);
  assert.equal(line.code, 2, line.output);
  assert.match(
    line.output,
    /no scenario begins at features\/a\.feature:5; the nearest is features\/a\.feature:4 "S"$/m,
  );
  assert.doesNotMatch(line.output, /begins at features\/a\.feature:4/);
});

const SCENARIO = '@kserve\nFeature: A\n  @LB-001 @P0\n  Scenario: S\n';

it('says in plain words what is wrong with a line, once for each mistake', async (t) => {
  const steps = { 'step-definitions/x.steps.ts': STEPS };
  const said = async (feature: string): Promise<string> => {
    const { code, output } = await new Sandbox(t, { ...steps, 'features/a.feature': feature }).run();
    assert.equal(code, 2, output);
    return output;
  };
  const keyword = await said(SCENARIO.replace('Scenario:', 'Scenari:').concat('    Then it holds\n'));
  assert.match(keyword, /a\.feature:4:3: "Scenari: S" begins with no keyword; did you mean "Scenario:"\?/);
  assert.match(keyword, /\b1 mistake;/, 'what follows from it is no second mistake');
  const feature = await said(
    SCENARIO.replace('Feature:', 'Featur:')
      .replace('  @LB', '  The text.\n  @LB')
      .concat('    Then it holds\n'),
  );
  assert.match(feature, /a\.feature:2:1: "Featur: A" begins with no keyword; did you mean "Feature:"\?/);
  assert.match(feature, /\b1 mistake;/, 'free text is no misspelt step');
  const first = await said(`${SCENARIO}    then it holds\n`);
  assert.match(
    first,
    /a\.feature:4: "then it holds" below it is read as a description; begin a step with Given/,
  );
  assert.match(first, /\b1 mistake;/, 'that it has no steps follows from it');
  const step = await said(`${SCENARIO}    Then it holds\n    then it holds\n`);
  assert.match(step, /a\.feature:6:5: "then it holds" begins with no keyword; did you mean "Then"\?/);
  const loud = await said(`${SCENARIO}    Then it holds\n    AND it holds\n`);
  assert.match(loud, /a\.feature:6:5: "AND it holds" begins with no keyword; did you mean "And"\?/);
  const claim = await said(`${SCENARIO}    # check: LB-001.1\n    Then it holds\n`);
  assert.match(claim, /a\.feature:5: "# check: LB-001\.1" names no check; write # checks: LB-001\.1$/m);
  const several = await said(`${SCENARIO}    # checks: LB-001.1; LB-001.2\n    Then it holds\n`);
  assert.match(several, /a\.feature:6: unknown check .*; separate checks by commas: LB-001\.1, LB-001\.2/);
  const tables = await said(`${SCENARIO}    Then it holds\n      | a |\n      | b |\n`);
  assert.match(tables, /a\.feature:5: step "it holds" takes no table; delete the table/);
  const tag = await said(SCENARIO.replace('@LB-001 @P0', '@LB-01 @p0').concat('    Then it holds\n'));
  assert.match(tag, /unknown requirement @LB-01; did you mean @LB-001\?/);
  assert.match(tag, /unknown tag @p0; did you mean @P0\?/);
  assert.match(tag, /\b2 mistakes;/, 'the priority is misspelt, not missing');
});

it('refuses a target that holds a secret anywhere: workers read it from a file that is kept', async (t) => {
  const sandbox = new Sandbox(t, {
    'features/a.feature': SCENARIO,
    'step-definitions/x.steps.ts': STEPS,
    'mine.yaml': 'gateway: { className: istio }\nimages: { tiny-token: "docker.io/acme/tiny:1" }\n',
  });
  const { code, output } = await sandbox.run([], {
    NAMESPACE_ANNOTATIONS: 'note=apiKey:Zecret99zz,team=llm,dbPassword=Zecret98zz',
    TARGET: 'mine.yaml',
    IMAGE_MODEL_SERVER: `registry.example/vllm:hf_${'aB3'.repeat(8)}`,
  });
  assert.equal(code, 2, output);
  assert.match(output, /the target's "namespace\.annotations\.note" holds what looks like a secret/);
  assert.match(output, /the target's "images\.model-server" holds/);
  assert.match(output, /the target's "namespace\.annotations\.dbPassword" holds/);
  assert.doesNotMatch(output, /tiny-token/, 'a word of images is no name of a secret');
  assert.doesNotMatch(output, /Zecret/);
  assert.ok(!sandbox.has('reports/runs'));
});

it('refuses a feature in Markdown: its lines that are no items would be prose', async (t) => {
  const { code, output } = await new Sandbox(t, {
    'features/a.feature': SCENARIO,
    'features/b/c.feature.md': '# Feature: C\n',
    'step-definitions/x.steps.ts': STEPS,
  }).run();
  assert.equal(code, 2, output);
  assert.match(
    output,
    /features\/b\/c\.feature\.md:1: features are not written in Markdown; write it as features\/b\/c\.feature/,
  );
});
