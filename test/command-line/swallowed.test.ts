import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { swallowedOptions } from '../../support/command-line/swallowed.ts';
import { scratch } from '../scratch.ts';

/** What npm hands to `npm run report` when it keeps these options. */
const npm = (kept: Readonly<Record<string, string>>, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  npm_lifecycle_event: 'report',
  npm_lifecycle_script: 'exec node support/report.ts',
  npm_config_local_prefix: scratch('npm'),
  ...Object.fromEntries(Object.entries(kept).map(([name, value]) => [`npm_config_${name}`, value])),
  ...more,
});
const said = (env: NodeJS.ProcessEnv, ...args: string[]): string =>
  swallowedOptions(['to', 'fail-fast', 'only', 'dry-run', 'help'], args, env, '/suite/support/report.ts')
    ?.message ?? '';

describe('an option that npm kept', () => {
  test('is named, with the command that hands it on, whether npm knows its name, completes it or not', () => {
    const of = (text: string) => text.replace(/.* write /, '');
    for (const kept of ['to', 'token_description'])
      assert.equal(of(said(npm({ [kept]: 'out' }), 'a', 'b')), 'npm run report -- --to out a b');
    assert.equal(of(said(npm({ to: 'true' }), 'out', 'a')), 'npm run report -- --to out a');
    assert.equal(of(said(npm({ fail_fast: 'true' }))), 'npm run report -- --fail-fast');
    assert.match(
      said(npm({ to: 'out' }), 'a'),
      /^npm kept --to for itself: options of the command stand behind "--"/,
    );
  });

  test('is none that the command got, that a file of settings sets, or that npm has of its own', () => {
    assert.equal(said(npm({ to: 'x' }), '--to', 'out'), '');
    assert.equal(said(npm({ to: 'x' }), '--to=out'), '');
    assert.equal(said(npm({ tag: 'next', only: 'prod', dry_run: 'true', omit: 'dev' }), 'a'), '');
    for (const where of ['npm_config_userconfig', 'npm_config_globalconfig', 'npm_config_local_prefix']) {
      const folder = scratch('npmrc');
      const file = path.join(folder, '.npmrc');
      writeFileSync(file, '; mine\nregistry = x\nto=y\n');
      const value = where === 'npm_config_local_prefix' ? folder : file;
      assert.equal(said(npm({ to: 'y' }, { [where]: value }), 'a'), '', where);
    }
  });

  test('is nothing to a command that npm did not start, or started for another', () => {
    assert.equal(said({ npm_config_to: 'x' }), '');
    assert.equal(said(npm({ to: 'x' }, { npm_lifecycle_script: 'exec node test/run.ts' })), '');
  });

  // Those that publish or withdraw reports would do so in this project.
  for (const [script, option, write] of [
    ['compare', ['--to', 'out'], 'npm run compare -- --to out a b'],
    ['plan', ['--tags=@P0'], 'npm run plan -- --tags @P0 a b'],
  ] as const)
    test(`refuses npm run ${script} as npm starts it`, () => {
      const { status, stderr } = spawnSync('npm', ['run', '-s', script, ...option, 'a', 'b'], {
        encoding: 'utf8',
      });
      assert.equal(status, 2, stderr);
      assert.ok(stderr.includes(`write ${write}\n`), stderr);
    });
});
