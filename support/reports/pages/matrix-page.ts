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

const COLUMNS = ['check', 'promise', 'line', 'decided by', 'proven by', 'verdict', 'evidence'] as const;
type Column = (typeof COLUMNS)[number];

/** What says how wide a column is; the others share the rest. */
const WIDTHS: Readonly<Partial<Record<Column, string>>> = {
  check: 'id',
  line: 'at',
  'proven by': 'proof',
  verdict: 'verdict-column',
  evidence: 'evidence',
};

/** A reason of more characters has a row of its own, as wide as the table. */
const MOST_IN_A_COLUMN = 60;

interface Surroundings {
  readonly columns: readonly Column[];
  readonly scenarios: ReadonlyMap<string, ScenarioVerdict>;
  /** Titles of the defects by their ids. */
  readonly defects: ReadonlyMap<string, string>;
  readonly evidenceFiles: readonly string[];
  readonly today: Date;
}

const UNPROVEN = html`<p class="quiet">No check is proven to be able to fail: nobody ran <code>npm run prove</code> here, which breaks what each of them promises.</p>`;

/** `matrix.html`: every requirement of the inventory with its checks, what decides each, and how it came out. */
export function matrixPage(verdicts: Verdicts, signOff: SignOff): string {
  const { proof } = verdicts.inputs;
  const columns = COLUMNS.filter((name) => proof !== undefined || name !== 'proven by');
  const surroundings: Surroundings = {
    columns,
    scenarios: new Map(verdicts.scenarios.map((it) => [it.scenario.defined.key, it])),
    defects: new Map((proof?.defects ?? []).map(({ id, title }) => [id, title])),
    evidenceFiles: signOff.digests.flatMap(({ kind, path }) => (kind === 'evidence' ? [path] : [])),
    today: verdicts.inputs.today,
  };
  return page({
    file: 'matrix.html',
    title: 'Traceability',
    ...headOf(verdicts),
    filters: true,
    body: html`${proof === undefined ? UNPROVEN : undefined}
${filterBar('checks', choices(verdicts))}
<table class="matrix cards">
<colgroup>${columns.map((name) => html`<col class="${WIDTHS[name]}">`)}</colgroup>
<thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
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
<tr class="requirement"><th colspan="${surroundings.columns.length}" scope="rowgroup" data-heading><strong>${id} · ${codeIn(title)}</strong> ${badge(verdict)}
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
  const told = verdict === 'passed' || verdict === 'deviation' ? undefined : reason;
  const isLong = exceptions.length > 0 || (told?.length ?? 0) > MOST_IN_A_COLUMN;
  const why: readonly Part[] = [
    told === undefined ? undefined : html`<div class="reason">${told}</div>`,
    exceptions.map(
      (entry) =>
        html`<div class="exception">${exceptionPart(exceptionLine(entry, surroundings.today))}</div>`,
    ),
  ];
  const cells: Readonly<Record<Column, Part>> = {
    check: check.id,
    promise: html`${codeIn(check.what)}${check.expect ? html`<div class="quiet">${codeIn(check.expect)}</div>` : undefined}`,
    line: linesIn(check.at),
    'decided by': [places.map((place) => placeOf(place, judged, surroundings)), isLong ? undefined : why],
    'proven by': proven.length > 0 ? proven : proof === 'claimed' ? notProven(provenOtherwise) : undefined,
    verdict: [
      badge(verdict),
      lastPassed && html`<div class="quiet">last passed: ${lastPassedText(lastPassed)}</div>`,
    ],
    evidence: evidenceOf(places, surroundings),
  };
  const { columns } = surroundings;
  return html`<tr data-item data-verdict="${verdict}" data-proof="${proof}" id="${check.id}">${columns.map(
    (name) => html`<td data-label="${name}">${cells[name]}</td>`,
  )}</tr>
${isLong ? html`<tr data-also><td></td><td colspan="${columns.length - 1}" data-label="why">${why}</td></tr>\n` : undefined}`;
}

/** Lines of the document: a list of them may be broken behind a comma, and nowhere else. */
const linesIn = (at: string): Part => at.split(/(?<=,)/).map((part) => html`<span>${part}</span><wbr>`);

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
