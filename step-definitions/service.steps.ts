import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import {
  changeSettings,
  createSubject,
  subjectOf,
  tryToChangeSettings,
  tryToCreate,
} from '../support/systems/kserve/manifests/deploy.ts';
import { mustBecomeReady, mustReport, type Truth, timeToServe } from '../support/systems/kserve/served.ts';
import { attempted } from '../support/systems/kserve/service/attempts.ts';
import { mustBeStoredAsWritten } from '../support/systems/kserve/service/readiness.ts';
import { runtimeMustBeOpen } from '../support/systems/kserve/service/runtimes.ts';
import type { SuiteWorld } from '../support/world.ts';
import { ownSubject } from './own-subject.ts';
import { settingsOf } from './settings.ts';
import { attempt, it, unchanged } from './slots.ts';

Given(
  'the {kind} {string} is serving from {manifest}',
  async function (this: SuiteWorld, word: string, name: string, manifest: string) {
    const subject = subjectOf(this.settings.target, {
      word,
      manifest,
      namespace: await this.sharedNamespace(),
    });
    await this.shared({
      name,
      create: () => createSubject(this.cluster, subject),
      ready: () => mustBecomeReady(this.cluster, subject, timeToServe(subject)),
    });
    this.remember(it, subject);
  },
);

Given(
  'a/an {kind} of my own is serving from {manifest}',
  async function (this: SuiteWorld, word: string, manifest: string) {
    const subject = await ownSubject(this, word, manifest);
    await createSubject(this.cluster, subject);
    await mustBecomeReady(this.cluster, subject, timeToServe(subject));
    this.remember(it, subject);
  },
);

Given(
  'a/an {kind} of my own is serving from {manifest} with these settings:',
  async function (this: SuiteWorld, word: string, manifest: string, table: DataTable) {
    const subject = await ownSubject(this, word, manifest, table);
    await createSubject(this.cluster, subject);
    await mustBecomeReady(this.cluster, subject, timeToServe(subject));
    this.remember(it, subject);
  },
);

Given(
  'a/an {kind} of my own from {manifest} has reported {string} as {truth}',
  async function (this: SuiteWorld, word: string, manifest: string, type: string, status: Truth) {
    const subject = await ownSubject(this, word, manifest);
    await createSubject(this.cluster, subject);
    await mustReport(this.cluster, subject, type, status, timeToServe(subject));
    this.remember(it, subject);
  },
);

When(
  'I create a/an {kind} of my own from {manifest}',
  async function (this: SuiteWorld, word: string, manifest: string) {
    const subject = await ownSubject(this, word, manifest);
    await createSubject(this.cluster, subject);
    this.remember(it, subject);
  },
);

When(
  'I create a/an {kind} of my own from {manifest} with these settings:',
  async function (this: SuiteWorld, word: string, manifest: string, table: DataTable) {
    const subject = await ownSubject(this, word, manifest, table);
    await createSubject(this.cluster, subject);
    this.remember(it, subject);
  },
);

When(
  'I try to create a/an {kind} of my own from {manifest}',
  async function (this: SuiteWorld, word: string, manifest: string) {
    const subject = await ownSubject(this, word, manifest);
    this.remember(attempt, await attempted(() => tryToCreate(this.cluster, subject)));
    this.remember(it, subject);
  },
);

When(
  'I try to create a/an {kind} of my own from {manifest} with these settings:',
  async function (this: SuiteWorld, word: string, manifest: string, table: DataTable) {
    const subject = await ownSubject(this, word, manifest, table);
    this.remember(attempt, await attempted(() => tryToCreate(this.cluster, subject)));
    this.remember(it, subject);
  },
);

When('I change these settings of it:', async function (this: SuiteWorld, table: DataTable) {
  await changeSettings(this.cluster, this.require(it), this.settings.target, await settingsOf(this, table));
});

When('I try to change these settings of it:', async function (this: SuiteWorld, table: DataTable) {
  const settings = await settingsOf(this, table);
  const { target } = this.settings;
  const change = () => tryToChangeSettings(this.cluster, this.require(it), target, settings);
  const { before, refusal } = await change();
  this.remember(unchanged, before);
  this.remember(attempt, { refusal, again: async () => (await change()).refusal });
});

Then('it is accepted as it was written', async function (this: SuiteWorld) {
  await mustBeStoredAsWritten(this.cluster, this.require(it), this.require(attempt).refusal);
});

Then(
  'it is open to services that ask for the model format {string}',
  async function (this: SuiteWorld, format: string) {
    await runtimeMustBeOpen(this.cluster, this.require(it), format);
  },
);
