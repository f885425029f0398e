import path from 'node:path';
import { exceptionLine } from '../../signoff/exception-line.ts';
import type { SignOff } from '../../signoff/sign-off.ts';
import { claimWords } from '../../verdict/claim-words.ts';
import { PRIORITIES } from '../../verdict/inventory.ts';
import { lastPassedText } from '../../verdict/last-passed.ts';
import type {
  CheckVerdict,
  Place,
  RequirementVerdict,
  ScenarioVerdict,
  Verdicts,
} from '../../verdict/model.ts';
import { VERDICTS } from '../../verdict/verdicts.ts';
import { featurePage } from '../feature-page.ts';
import { type Html, hrefTo, html, type Part } from './html.ts';
import { page } from './page.ts';
import { badge, choice, codeIn, evidenceLink, exceptionPart, filterBar } from './parts.ts';
import { headOf } from './run-head.ts';

const HEAD = ['check', 'promise', 'line', 'decided by', 'proven by', 'verdict', 'evidence'];

interface Surroundings {
  readonly scenarios: ReadonlyMap<string, ScenarioVerdict>;
  /** Titles of the defects by their ids. */
  readonly defects: ReadonlyMap<string, string>;
  readonly evidenceFiles: readonly string[];
  readonly today: Date;
}

/** `matrix.html`: every requirement of the inventory with its checks, what decides each, and how it came out. */
export function matrixPage(verdicts: Verdicts, signOff: SignOff): string {
  const surroundings: Surroundings = {
    scenarios: new Map(verdicts.scenarios.map((it) => [it.scenario.defined.key, it])),
    defects: new Map((verdicts.inputs.proof?.defects ?? []).map(({ id, title }) => [id, title])),
    evidenceFiles: signOff.digests.flatMap(({ kind, path }) => (kind === 'evidence' ? [path] : [])),
    today: verdicts.inputs.today,
  };
  return page({
    file: 'matrix.html',
    title: 'Traceability',
    ...headOf(verdicts),
    filters: true,
    body: html`${filterBar('checks', choices(verdicts))}
<table class="matrix cards">
<colgroup><col class="id"><col><col class="at"><col><col class="proof"><col class="verdict-column"><col class="evidence"></colgroup>
<thead><tr>${HEAD.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
${verdicts.requirements.map((requirement) => requirementOf(requirement, surroundings))}
</table>`,
  });
}

function choices({ requirements, inputs }: Verdicts): Part {
  const occurring = new Set(requirements.flatMap(({ checks }) => checks.map(({ verdict }) => verdict)));
  const systems = inputs.inventory.systems.map(({ id, name }) => [id, name] as const);
  const same = (value: string) => [value, value] as const;
  return [
    choice('system', 'System', systems),
    choice('priority', 'Priority', PRIORITIES.map(same)),
    choice('verdict', 'Verdict', VERDICTS.filter((verdict) => occurring.has(verdict)).map(same)),
    choice('proof', 'Proof', ['proven', 'claimed', 'none'].map(same)),
  ];
}

function requirementOf(judged: RequirementVerdict, surroundings: Surroundings): Html {
  const { requirement, verdict, checks, coverage } = judged;
  const { id, priority, title, system, kind, category, document, lines } = requirement;
  return html`<tbody data-group data-system="${system}" data-priority="${priority}" id="${id}">
<tr class="requirement"><th colspan="${HEAD.length}" scope="rowgroup" data-heading><strong>${id} · ${codeIn(title)}</strong> ${badge(verdict)}
<div class="quiet">${priority} · ${kind} · ${system}, ${category} · ${document}, ${lines[0] === lines[1] ? `line ${lines[0]}` : `lines ${lines.join('–')}`}</div>
${coverage && html`<div>Covered by ${coverage.by.join(', ')}: ${codeIn(coverage.how)}</div>`}</th></tr>
${checks.map((check) => checkOf(check, surroundings))}
</tbody>
`;
}

const notProven = (otherwise: readonly string[]): string =>
  otherwise.length === 0 ? 'not yet' : `not yet: ${otherwise.join(', ')} proved another text`;

function checkOf(judged: CheckVerdict, surroundings: Surroundings): Html {
  const { check, verdict, reason, proof, provenBy, provenOtherwise, places, lastPassed, exceptions } = judged;
  const proven = provenBy.map((id) => {
    const title = surroundings.defects.get(id);
    return html`<div>${id}${title === undefined ? undefined : `: ${title}`}</div>`;
  });
  const told =
    verdict === 'passed' || verdict === 'deviation' || reason === undefined
      ? undefined
      : html`<div class="reason">${reason}</div>`;
  const cells: readonly Part[] = [
    check.id,
    html`${codeIn(check.what)}${check.expect ? html`<div class="quiet">${codeIn(check.expect)}</div>` : undefined}`,
    check.at,
    html`${places.map((place) => placeOf(place, judged, surroundings))}${told}${exceptions.map(
      (entry) =>
        html`<div class="exception">${exceptionPart(exceptionLine(entry, surroundings.today))}</div>`,
    )}`,
    proven.length > 0 ? proven : proof === 'claimed' ? notProven(provenOtherwise) : undefined,
    [badge(verdict), lastPassed && html`<div class="quiet">last passed: ${lastPassedText(lastPassed)}</div>`],
    evidenceOf(places, surroundings),
  ];
  return html`<tr data-item data-verdict="${verdict}" data-proof="${proof}" id="${check.id}">${cells.map(
    (cell, index) => html`<td data-label="${HEAD[index]}">${cell}</td>`,
  )}</tr>
`;
}

/** The step, and the row of its table, with the way to it; its verdict where several places decide. */
function placeOf(place: Place, { check, places }: CheckVerdict, { scenarios }: Surroundings): Html {
  const scenario = scenarios.get(place.scenario);
  const defined = scenario?.scenario.defined;
  const claim = defined?.claims.find((it) => it.check === check.id && it.line === place.line);
  const words = defined && claim ? claimWords(defined, claim) : { step: '' };
  const target =
    scenario && scenario.scenario.attempts.length > 0 ? hrefTo(featurePage(place.uri)) : undefined;
  const at = `${path.basename(place.uri)}:${place.line}`;
  return html`<div>${words.step}${words.row === undefined ? undefined : html` <span class="row-words">${words.row}</span>`}
<div class="quiet">${defined && html`${defined.name}, `}${target === undefined ? at : html`<a href="${target}">${at}</a>`}${
    places.length > 1 ? html` ${badge(place.verdict)}` : undefined
  }</div></div>`;
}

function evidenceOf(places: readonly Place[], { scenarios, evidenceFiles }: Surroundings): Part {
  const directories = places.flatMap(({ scenario }) => scenarios.get(scenario)?.evidence?.directory ?? []);
  return [...new Set(directories)].map(
    (directory) => html`<div>${evidenceLink(directory, evidenceFiles)}</div>`,
  );
}
