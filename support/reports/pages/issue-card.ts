import type { Finding } from '../../signoff/findings.ts';
import { type Issue, whatTheRunSaid } from '../../signoff/issues.ts';
import type { SignOff } from '../../signoff/sign-off.ts';
import { featurePage } from '../feature-page.ts';
import { type Html, hrefTo, html, type Part } from './html.ts';
import { badge, codeIn, evidenceLink, exceptionPart, list } from './parts.ts';

/** One issue: what was promised, expected and found, where the evidence is, and what to do next. */
export function issueCard(issue: Issue, { digests: files }: SignOff): Html {
  const evidenceFiles = files.flatMap(({ kind, path }) => (kind === 'evidence' ? [path] : []));
  return html`<article class="issue" id="${issue.id}" data-severity="${issue.severity}">
<h3>${issue.id} · ${issue.title} ${badge(issue.verdict)} <span class="quiet">${issue.severity}${issue.olderText && ', under an older text of its feature'}</span></h3>
${issue.findings.map(findingOf)}
${facts([
  ['Expected', issue.findings.length === 0 && issue.expected],
  ['Found', issue.findings.length === 0 && issue.cause],
  ['Next step', issue.next],
  ['Evidence', issue.evidence && evidenceLink(issue.evidence, evidenceFiles)],
  ['Looks like', issue.class],
  ['Last passed', issue.lastPassed],
  ['Not decided', issue.undecided.map(checkLink)],
  ['Recorded in', issue.olderText && codes(issue.olderText)],
  ['Requirements', issue.requirements.map(requirementLink)],
  ['Documented as', issue.documented.map(requirementLink)],
  ['Exception', list(issue.exceptions.map(exceptionPart))],
  ['Scenarios', list(issue.scenarios.map(scenarioOf))],
  ['Reproduce', issue.reproduce && html`<code>${issue.reproduce}</code>`],
])}
${saidBeside(issue)}
</article>`;
}

const codes = (files: readonly string[]): Part => files.map((file) => html`<code>${file}</code> `);

function saidBeside(issue: Issue): Part {
  const lines = whatTheRunSaid(issue);
  return lines.length === 0
    ? undefined
    : html`<details><summary>What the run said</summary><pre>${lines.join('\n')}</pre></details>`;
}

const findingOf = ({ checks, expected, actual, place }: Finding): Html =>
  html`<div class="finding">${checks.map(
    ({ id, what, at }) =>
      html`<p>${checkLink(id)}<strong>${what && codeIn(what)}</strong>${at && html` <span class="quiet">document line ${at}</span>`}</p>`,
  )}
${facts([
  ['Expected', html`${expected} <code class="quiet">${place}</code>`],
  ['Found', actual],
])}</div>
`;

/** Names and values; what has no value is left out. */
function facts(list: readonly (readonly [string, Part | false])[]): Html {
  const known = list.filter(([, value]) => value && !(Array.isArray(value) && value.length === 0));
  return html`<dl class="facts">${known.map(([name, value]) => html`<dt>${name}</dt><dd>${value || undefined}</dd>`)}</dl>`;
}

/** The check where the matrix shows it. */
export const checkLink = (id: string): Html =>
  html`<a href="./matrix.html#${encodeURIComponent(id)}">${id}</a> `;

const requirementLink = (id: string): Html =>
  html`<a href="./matrix.html#text=${encodeURIComponent(id)}">${id}</a> `;

function scenarioOf({ name, at }: Issue['scenarios'][number]): Part {
  const href = hrefTo(featurePage(at.replace(/:\d+$/, '')));
  return html`${href === undefined ? name : html`<a href="${href}">${name}</a>`} <code>${at}</code>`;
}
