import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import type { TestContext } from 'node:test';
import { Sandbox, STEPS } from '../frame/sandbox.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Steps of the frame's tests, one that holds or not by a file of the project, and one that measures. */
const MORE = `${STEPS}
import { existsSync } from 'node:fs';
Then('{string} is there', (name) => expect(existsSync(name), name).to.equal(true));
Then('{int} ms are measured', async function (value) {
  await this.recordFigures({ 'median latency': value, requests: 100 });
  expect(value).to.be.above(0);
});
`;

/** A project with these features, whose runs judge them alone. */
export const project = (t: TestContext, features: Readonly<Record<string, string>>): Sandbox =>
  new Sandbox(t, {
    'step-definitions/x.steps.ts': MORE,
    ...Object.fromEntries(
      Object.entries(features).map(([name, content]) => [`features/kserve/basic/${name}.feature`, content]),
    ),
  });

/** A feature of these scenarios: title, checks, and the Then that decides them. */
export const feature = (...scenarios: readonly (readonly [title: string, checks: string, then: string])[]) =>
  [
    '@kserve @basic',
    'Feature: A feature',
    ...scenarios.flatMap(([title, checks, then]) => [
      '',
      '  @RK-001 @P0',
      `  Scenario: ${title}`,
      '    When I do nothing',
      `    # checks: ${checks}`,
      `    Then ${then}`,
    ]),
    '',
  ].join('\n');

/** The id of the run that printed this. */
export const idOf = (output: string): string => /run (\w+) on/.exec(output)?.[1] ?? '';

/** Runs a command of the suite in a project. */
export const command = (sandbox: Sandbox, name: string, ...args: readonly string[]) =>
  commandWith(sandbox, {}, name, ...args);

/** The same with variables. */
export function commandWith(
  sandbox: Sandbox,
  env: Readonly<Record<string, string>>,
  name: string,
  ...args: readonly string[]
): Promise<{ code: number; output: string }> {
  return new Promise((settle) => {
    execFile(
      process.execPath,
      [resolve(ROOT, 'support', `${name}.ts`), ...args],
      { cwd: sandbox.directory, env: { PATH: process.env.PATH, HOME: sandbox.directory, ...env } },
      (error, stdout, stderr) => settle({ code: Number(error?.code ?? 0), output: `${stdout}${stderr}` }),
    );
  });
}
