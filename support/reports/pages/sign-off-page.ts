import { BY_DEVIATION } from '../../signoff/deviations.ts';
import type { Issue } from '../../signoff/issues.ts';
import { IN_DOUBT, type Left, NOT_LOOKED_AT, otherNotes, type SignOff } from '../../signoff/sign-off.ts';
import { UNPROMISED } from '../../signoff/unpromised.ts';
import { PRIORITIES } from '../../verdict/inventory.ts';
import type { Verdicts } from '../../verdict/model.ts';
import { leftOutText } from '../../verdict/target-systems.ts';
import { html, jsonForScript, type Part } from './html.ts';
import { checkLink, issueCard } from './issue-card.ts';
import { page } from './page.ts';
import { badge, codeIn, foldedList, list, section, table, tallyBadges } from './parts.ts';
import { headOf } from './run-head.ts';
import { whatWasJudged } from './sign-off-facts.ts';

/** `signoff.html`: the decision and everything it rests on; the same as data in a script element of the page. */
export function signOffPage(verdicts: Verdicts, signOff: SignOff): string {
  return page({
    file: 'signoff.html',
    title: 'Sign-off',
    heading: signOff.title,
    beside: signOff.figures.sentence,
    ...headOf(verdicts),
    body: [
      section('What stands against GO', against(signOff)),
      section(IN_DOUBT, foldedList(signOff.doubts)),
      section('Not part of this target', list(signOff.notPartOfTarget.map(leftOutText))),
      section('Checks by system and priority', byPriority(signOff)),
      section(
        'Issues found',
        signOff.issues.map((issue) => issueCard(issue, signOff)),
      ),
      section(BY_DEVIATION, byDeviation(signOff)),
      section(UNPROMISED, notPromised(signOff)),
      section('To know', list(otherNotes(signOff))),
      section(NOT_LOOKED_AT, foldedList(signOff.unseen)),
      section('Skipped', foldedList(signOff.skipped.map(leftOf))),
      section('Not promised, or settled by an alternative', foldedList(signOff.notPromised.map(leftOf))),
      ...whatWasJudged(signOff),
      ...register(signOff),
      ...counts(signOff),
      section('How the gate decides', list(signOff.gateRules)),
      section('How to reproduce', reproduce(signOff)),
      section('SHA-256 of what this rests on', digests(signOff)),
      signature(signOff),
      html`<script type="application/json" id="sign-off">${jsonForScript(signOff)}</script>`,
    ],
  });
}

/** Decisions that need no blocker to stand against GO. */
const NO_VERDICT: readonly string[] = ['NOTHING JUDGED', 'INTERRUPTED', 'INVALID'];

/** Each issue in one line, the most severe first; below it what no issue tells, and every sentence of the gate. */
function against({ blockers, issues, decision, because }: SignOff): Part {
  if (blockers.length === 0) return NO_VERDICT.includes(decision) ? list([because]) : undefined;
  const standing = issues.filter(({ excused }) => !excused);
  const told = standing.flatMap(({ title, scenarios }) =>
    scenarios.length === 0 ? [title] : scenarios.map(({ at }) => `${at} `),
  );
  const others = blockers.filter((blocker) => !told.some((start) => blocker.startsWith(start)));
  const severities = [...Map.groupBy(standing, ({ severity }) => severity)];
  const counts = severities.map(([severity, own]) => `${own.length} ${severity}`).join(', ');
  return [
    standing.length > 0 ? html`<p>${counts}; each cause is told once.</p>` : undefined,
    foldedList(standing.map(inOneLine)),
    list(others),
    standing.length > 0
      ? html`<details><summary>In the words of the gate: ${blockers.length}</summary>${list(blockers)}</details>`
      : undefined,
  ];
}

const inOneLine = ({ id, severity, title, verdict, scenarios }: Issue): Part =>
  html`<a href="#${id}">${id}</a> ${severity}, ${verdict}: ${title}${
    scenarios.length > 1 ? html` <span class="quiet">(${scenarios.length} scenarios)</span>` : undefined
  }`;

/** Every system of the inventory with its priorities: one look says where the holes are. */
function byPriority({ totals, notPartOfTarget }: SignOff): Part {
  const leftOut = new Set(notPartOfTarget.map(({ id }) => id));
  const systems = Map.groupBy(totals.groups, ({ system }) => system);
  return [
    cards(
      ['system', ...PRIORITIES],
      [...systems].map(([system, groups]) => [
        leftOut.has(system) ? html`${system} <span class="quiet">not part of this target</span>` : system,
        ...PRIORITIES.map((priority) => tallyBadges(groups.find((it) => it.priority === priority)?.checks)),
      ]),
    ),
    html`<p>All checks: ${tallyBadges(totals.checks)} Proven by a defect: ${totals.proven}${totals.proven === 0 ? ' (npm run prove has left no proof here)' : ''}.</p>
<p>Requirements: ${tallyBadges(totals.requirements)}</p><p>Scenarios: ${tallyBadges(totals.scenarios)}</p>`,
  ];
}

/** Nobody looked at these: they stand by name, so that they are not overlooked. */
function byDeviation({ settledByDeviation: settled }: SignOff): Part {
  if (settled.length === 0) return undefined;
  return [
    html`<p>No step or row decides these ${settled.length}: an entry of the register says why.</p>`,
    cards(
      ['check', 'priority', 'promise', 'the document says', 'instead', 'why'],
      settled.map(({ check, priority, what, at, documentSays, suiteDoes, why, source, entry }) => [
        html`<span class="place">${checkLink(check)}</span>`,
        priority,
        html`${codeIn(what)} <span class="quiet">document line ${at}</span>`,
        documentSays,
        suiteDoes,
        html`${why} <span class="quiet">(${source})</span> <code class="quiet">${entry}</code>`,
      ]),
    ),
  ];
}

function notPromised({ unpromised }: SignOff): Part {
  if (unpromised.length === 0) return undefined;
  return cards(
    ['check', 'priority', 'promise', 'why'],
    unpromised.map(({ check, priority, what, at, reason }) => [
      html`<span class="place">${checkLink(check)}</span>`,
      priority,
      html`${codeIn(what)} <span class="quiet">document line ${at}</span>`,
      reason,
    ]),
  );
}

const counts = ({ totals, planned }: SignOff): Part[] => [
  section('Checks by category', [
    cards(
      ['system', 'category', ...PRIORITIES],
      totals.categories.map(({ system, category, checks }) => [
        system,
        category,
        ...PRIORITIES.map((priority) => tallyBadges(checks[priority])),
      ]),
    ),
  ]),
  section(
    'Planned and defined',
    cards(
      ['group', 'planned', 'described scenarios', 'edge cases', 'defined here', 'of these'],
      planned.map(({ name, planned: announced, described, edgeCases, defined, scenarios }) => [
        name,
        announced,
        described,
        edgeCases,
        defined,
        tallyBadges(scenarios),
      ]),
    ),
  ),
];

const cards = (head: readonly string[], rows: readonly (readonly Part[])[]): Part =>
  table(head, rows, 'cards');

const register = ({ exceptions, documentedIssues, documentedByComponent }: SignOff): Part[] => [
  section('Exceptions', allowed(exceptions)),
  section('Deviations from the documents', deviations(exceptions)),
  section('Issues that the documents know', [
    cards(
      ['issue', 'severity', 'component', 'in the document', 'status here', 'test scenarios', 'title'],
      documentedIssues.map(({ id, severity, component, documented, status, scenarios, title }) => [
        id,
        severity,
        component,
        documented,
        badge(status),
        scenarios.join('; '),
        title,
      ]),
    ),
    list(documentedByComponent),
  ]),
];

/** What somebody answers for until a day. */
const allowed = (exceptions: SignOff['exceptions']): Part =>
  cards(
    ['type', 'about', 'approver', 'expires', 'reason', 'entry'],
    exceptions
      .filter(({ type }) => type !== 'deviation')
      .map(({ type, about, approver, expires, daysLeft, reason, at }) => [
        type,
        about,
        approver,
        expires && `${expires}${daysLeft !== undefined && daysLeft < 0 ? ' (expired)' : ''}`,
        reason,
        html`<code class="place">${at}</code>`,
      ]),
  );

/** They have no approver and do not expire: by far the most entries, whose sentences need the room. */
const deviations = (exceptions: SignOff['exceptions']): Part =>
  cards(
    ['about', 'what the document says → what is judged instead: why'],
    exceptions
      .filter(({ type }) => type === 'deviation')
      .map(({ about, reason, at }) => [about, html`${reason} <code class="quiet">${at}</code>`]),
  );

const leftOf = ({ reason, what }: Left): Part =>
  html`${reason} <span class="quiet">(${what.length})</span><div class="quiet">${what.join('; ')}</div>`;

const reproduce = ({ reproduce: invocations }: SignOff): Part => [
  invocations.map(
    ({ suite, command }) =>
      html`<pre>${[...(suite?.commit ? [`git checkout ${suite.commit}`] : []), 'npm ci', command].join('\n')}</pre>`,
  ),
  invocations.some(({ arguments: args }) => args === undefined)
    ? html`<p class="quiet">The arguments of the run were not recorded: a filter would be missing here.</p>`
    : undefined,
];

const digests = ({ digests: files }: SignOff): Part =>
  cards(
    ['kind', 'file', 'SHA-256'],
    files.map(({ kind, path, sha256 }) => [
      kind,
      html`<code>${path}</code>`,
      html`<code class="digest">${sha256}</code>`,
    ]),
  );

/** On paper, and only where there is something to sign. */
const signature = ({ decision }: SignOff): Part =>
  decision === 'GO'
    ? html`<p class="signature">Released by ______________________________ on ____________________</p>`
    : undefined;
