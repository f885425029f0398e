import assert from 'node:assert/strict';
import { test } from 'node:test';
import { html } from '../../support/reports/pages/html.ts';
import { promisesPage } from '../../support/reports/pages/promises-page.ts';
import type { Requirement } from '../../support/verdict/inventory.ts';
import { renderSample } from './rendered.ts';

test('promises.html begins with what the inventory begins with', async () => {
  const { verdicts } = (await renderSample()).rendered;
  const uris = [...new Set(verdicts.scenarios.map(({ scenario }) => scenario.defined.uri))];
  const nameOf = (uri = ''): string =>
    verdicts.scenarios.find(({ scenario }) => scenario.defined.uri === uri)?.scenario.defined.feature.name ??
    '';
  const last = uris.at(-1);
  const first = { ...verdicts.inputs.inventory.requirements[0], id: 'FIRST-1' } as Requirement;
  const inventory = {
    ...verdicts.inputs.inventory,
    requirements: [first, ...verdicts.inputs.inventory.requirements],
  };
  const scenarios = verdicts.scenarios.map((it) =>
    it.scenario.defined.uri === last
      ? {
          ...it,
          scenario: { ...it.scenario, defined: { ...it.scenario.defined, requirementIds: ['FIRST-1'] } },
        }
      : it,
  );
  const page = promisesPage({ ...verdicts, scenarios, inputs: { ...verdicts.inputs, inventory } });
  assert.equal(/<article[^>]*>\s*<h2>(.*?)<\/h2>/.exec(page)?.[1], html`${nameOf(last)}`.markup);
});
