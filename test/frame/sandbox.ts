import { type ChildProcess, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { TestContext } from 'node:test';

const ROOT = resolve(import.meta.dirname, '../..');

/** How a run of the suite ended, and what it printed. */
export interface Ran {
  readonly code: number | null;
  readonly output: string;
  /** Real ms. */
  readonly took: number;
}

/** A run that goes on. */
export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ran>;
  /** Resolves when what was printed so far matches. */
  prints(pattern: RegExp): Promise<void>;
}

/** A project with the suite's machinery, and features and steps of its own; removed after the test. */
export class Sandbox {
  readonly directory = mkdtempSync(join(tmpdir(), 'frame-'));

  constructor(t: TestContext, files: Readonly<Record<string, string>>) {
    t.after(() => rmSync(this.directory, { recursive: true, force: true }));
    for (const name of ['node_modules', 'support', 'package.json'])
      symlinkSync(join(ROOT, name), this.path(name));
    for (const name of [
      'cucumber.mjs',
      'fixtures/targets',
      'fixtures/releases',
      'features/requirements.yaml',
    ])
      cpSync(join(ROOT, name), this.path(name), { recursive: true });
    mkdirSync(this.path('fixtures/manifests/kserve'), { recursive: true });
    for (const [name, content] of Object.entries(files)) this.write(name, content);
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  write(name: string, content: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), content);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  has(name: string): boolean {
    return existsSync(this.path(name));
  }

  /** Files below a folder that hold a text. */
  filesWith(text: string, folder: string): string[] {
    return readdirSync(this.path(folder), { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter(
        (name) =>
          statSync(this.path(name), { throwIfNoEntry: false })?.isFile() && this.read(name).includes(text),
      );
  }

  start(args: readonly string[] = [], env: Record<string, string> = {}): Running {
    const began = performance.now();
    const child = spawn(process.execPath, [join(ROOT, 'node_modules/.bin/cucumber-js'), ...args], {
      cwd: this.directory,
      env: { PATH: process.env.PATH ?? '', HOME: this.directory, PARALLEL: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let changed = (): void => undefined;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        changed();
      });
    const ended = new Promise<Ran>((settle) =>
      child.on('close', (code) => settle({ code, output, took: performance.now() - began })),
    );
    const prints = (pattern: RegExp): Promise<void> =>
      new Promise((settle, fail) => {
        changed = () => pattern.test(output) && settle();
        void ended.then(() => fail(new Error(`the run ended without printing ${pattern}:\n${output}`)));
        changed();
      });
    return { process: child, ended, prints };
  }

  run(args: readonly string[] = [], env: Record<string, string> = {}): Promise<Ran> {
    return this.start(args, env).ended;
  }
}

/** Steps that tests of the frame use. */
export const STEPS = `
import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from '../support/judging/assertions.ts';
import { minutes } from '../support/waiting/duration.ts';

const configMap = (name, namespace) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: {} });

Given('a config map {string} of my own', async function (name) {
  await this.cluster.create(configMap(name, await this.ownNamespace()));
});
Given('the shared thing {string} {word} up', async function (name, how) {
  const namespace = await this.sharedNamespace();
  await this.shared({
    name,
    create: () => this.cluster.create(configMap(name, namespace)),
    ready: async () => {
      if (how !== 'comes') throw new Error('the thing is broken beyond repair');
    },
  });
});
Given('I wait for what never comes', async function () {
  await this.ownNamespace();
  await this.cluster.waitFor('it comes', async () => ({ met: false, seen: 'nothing' }), { limit: minutes(600) });
});
When('I do nothing', () => undefined);
Then('it holds', () => expect(1).to.equal(1));
Then('it does not hold', () => expect(1, 'the number').to.equal(2));
Then('nothing is asserted', () => undefined);
Then('it holds within {duration}', () => expect(1).to.equal(1));
`;
