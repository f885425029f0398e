import { counted } from '../../amounts/counted.ts';
import { withoutChecks } from '../../verdict/claim-words.ts';
import type { DefinedStep } from '../../verdict/defined-scenarios.ts';
import type { Inventory } from '../../verdict/inventory.ts';
import type { ScenarioVerdict, Verdicts } from '../../verdict/model.ts';
import { tally } from '../../verdict/totals.ts';
import type { Verdict } from '../../verdict/verdicts.ts';
import { type Html, html, type Part } from './html.ts';
import { page } from './page.ts';
import { badge, choice, filterBar } from './parts.ts';
import { toldPlainly } from './promise-words.ts';
import { headOf } from './run-head.ts';

/** Verdicts in the words of somebody who asks what the product does. */
const WORDS: Readonly<Record<Verdict, string>> = {
  passed: 'holds',
  failed: 'does not hold',
  flaky: 'holds only sometimes',
  blocked: 'could not be tried',
  'not-reached': 'was not tried to its end',
  'not-run': 'not tried in this run',
  skipped: 'cannot be tried here',
  known: 'does not hold, as known',
  covered: 'covered elsewhere',
  deviation: 'judged differently',
  'not-promised': 'not promised by this release',
};

/** `promises.html`: the features as prose, without ids and tags, each promise with how it came out. */
export function promisesPage(verdicts: Verdicts): string {
  const features = Map.groupBy(verdicts.scenarios, ({ scenario }) => scenario.defined.uri);
  const occurring = Object.keys(tally(verdicts.scenarios)) as Verdict[];
  return page({
    file: 'promises.html',
    title: 'Promises',
    ...headOf(verdicts),
    filters: true,
    body: html`${filterBar(
      'promises',
      choice(
        'verdict',
        'Outcome',
        occurring.map((verdict) => [verdict, WORDS[verdict]]),
      ),
    )}
${inOrderOf(verdicts.inputs.inventory, [...features.values()]).map(featureOf)}`,
  });
}

/** The features in the order of the inventory, which is that of the documents: the main system and its basic service first. */
function inOrderOf({ requirements }: Inventory, features: ScenarioVerdict[][]): ScenarioVerdict[][] {
  const positions = new Map(requirements.map(({ id }, index) => [id, index]));
  const first = (scenarios: readonly ScenarioVerdict[]): number =>
    Math.min(
      ...scenarios.flatMap(({ scenario }) =>
        scenario.defined.requirementIds.map((id) => positions.get(id) ?? requirements.length),
      ),
      requirements.length,
    );
  return features.toSorted((a, b) => first(a) - first(b));
}

function featureOf(scenarios: readonly ScenarioVerdict[]): Part {
  const feature = scenarios[0]?.scenario.defined.feature;
  if (feature === undefined) return undefined;
  const rules = Map.groupBy(scenarios, ({ scenario }) => scenario.defined.rule ?? '');
  const counts = Object.entries(tally(scenarios)) as [Verdict, number][];
  const came = counts.map(([verdict, count]) => `${WORDS[verdict]}: ${count}`).join(', ');
  return html`<article data-section>
<h2>${feature.name}</h2>
${paragraphs(feature.description)}
<p class="quiet">${counted(scenarios.length, 'promise')}. ${came}</p>
${[...rules].map(([rule, own]) => ruleOf(rule, own))}
</article>
`;
}

const ruleOf = (rule: string, scenarios: readonly ScenarioVerdict[]): Html =>
  html`<div data-group>${rule === '' ? undefined : html`<h3 data-heading>${rule}</h3>`}
${scenarios.map(promiseOf)}</div>`;

function promiseOf({ scenario: { defined }, verdict, reason }: ScenarioVerdict): Html {
  return html`<section class="promise" data-item data-verdict="${verdict}">
<h4>${defined.name} ${badge(verdict, WORDS[verdict])}</h4>
${verdict === 'passed' || reason === undefined ? undefined : html`<p class="quiet">${toldPlainly(reason)}</p>`}
${paragraphs(defined.description)}
<div class="steps">${defined.steps.map(stepOf)}</div>
</section>
`;
}

const stepOf = ({ keyword, text, table, docString }: DefinedStep): Html =>
  html`<p><span class="keyword">${keyword.trim()}</span> ${text}</p>${table && tableOf(table)}${
    docString === undefined ? undefined : html`<pre>${docString}</pre>`
  }`;

function tableOf(table: readonly (readonly string[])[]): Part {
  const [head = [], ...rows] = withoutChecks(table);
  if (head.length === 0) return undefined;
  return html`<div class="scroll"><table><thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`;
}

const paragraphs = (text: string): Part =>
  text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => html`<p>${part}</p>`);
