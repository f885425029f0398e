import { counted } from '../../amounts/counted.ts';
import { withoutChecks } from '../../verdict/claim-words.ts';
import type { DefinedStep } from '../../verdict/defined-scenarios.ts';
import type { Inventory } from '../../verdict/inventory.ts';
import type { ScenarioVerdict, Verdicts } from '../../verdict/model.ts';
import { wasTried } from '../../verdict/verdicts.ts';
import { type Html, html, type Part } from './html.ts';
import { page } from './page.ts';
import { choice, filterBar } from './parts.ts';
import { type Outcome, outcomeOf, outcomesOf, toldPlainly } from './promise-words.ts';
import { headOf } from './run-head.ts';

/** `promises.html`: the features as prose, without ids and tags, each promise with how it came out. */
export function promisesPage(verdicts: Verdicts): string {
  const features = Map.groupBy(verdicts.scenarios, ({ scenario }) => scenario.defined.uri);
  const outcomes = outcomesOf(verdicts.scenarios);
  return page({
    file: 'promises.html',
    title: 'Promises',
    ...headOf(verdicts),
    filters: true,
    body: html`${totals(outcomes)}
${filterBar(
  'promises',
  choice(
    'verdict',
    'Outcome',
    outcomes.map(([{ key, words }]) => [key, words]),
  ),
)}
${inOrderOf(verdicts.inputs.inventory, [...features.values()]).map(featureOf)}`,
  });
}

/** How many promises came out how, each a way to see them alone. */
const totals = (outcomes: readonly (readonly [Outcome, number])[]): Html =>
  html`<ul class="totals">${outcomes.map(
    ([outcome, count]) =>
      html`<li><a href="#verdict=${outcome.key}">${outcomeBadge(outcome, outcome.words)} ${count}</a></li> `,
  )}</ul>`;

/** One of an earlier run is only outlined. */
const outcomeBadge = ({ verdict, earlier }: Outcome, words: string): Html =>
  html`<span class="verdict${earlier ? ' earlier' : ''}" data-verdict="${verdict}">${words}</span>`;

/**
 * The features of which this run tried something, then the others; both in the order of the inventory, which is that of the
 * documents: the main system and its basic service first.
 */
function inOrderOf({ requirements }: Inventory, features: ScenarioVerdict[][]): ScenarioVerdict[][] {
  const positions = new Map(requirements.map(({ id }, index) => [id, index]));
  const first = (scenarios: readonly ScenarioVerdict[]): number =>
    Math.min(
      ...scenarios.flatMap(({ scenario }) =>
        scenario.defined.requirementIds.map((id) => positions.get(id) ?? requirements.length),
      ),
      requirements.length,
    );
  const untried = (scenarios: readonly ScenarioVerdict[]): number =>
    Number(!scenarios.some(({ verdict }) => wasTried(verdict)));
  return features.toSorted((a, b) => untried(a) - untried(b) || first(a) - first(b));
}

function featureOf(scenarios: readonly ScenarioVerdict[]): Part {
  const feature = scenarios[0]?.scenario.defined.feature;
  if (feature === undefined) return undefined;
  const rules = Map.groupBy(scenarios, ({ scenario }) => scenario.defined.rule ?? '');
  const came = outcomesOf(scenarios).map(([{ words }, count]) => `${words}: ${count}`);
  return html`<article data-section>
<h2>${feature.name}</h2>
${paragraphs(feature.description)}
<p class="quiet">${counted(scenarios.length, 'promise')}. ${came.join('; ')}</p>
${[...rules].map(([rule, own]) => ruleOf(rule, own))}
</article>
`;
}

const ruleOf = (rule: string, scenarios: readonly ScenarioVerdict[]): Html =>
  html`<div data-group>${rule === '' ? undefined : html`<h3 data-heading>${rule}</h3>`}
${scenarios.map(promiseOf)}</div>`;

function promiseOf(promise: ScenarioVerdict): Html {
  const { scenario, verdict, reason } = promise;
  const { defined } = scenario;
  const outcome = outcomeOf(promise);
  return html`<section class="promise" data-item data-verdict="${outcome.key}">
<h4>${defined.name} ${outcomeBadge(outcome, outcome.told)}</h4>
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
