import { BY_DEVIATION } from '../../signoff/deviations.ts';
import { IN_DOUBT, type Left, NOT_LOOKED_AT, otherNotes, type SignOff } from '../../signoff/sign-off.ts';
import { inOneLine, standingOf } from '../../signoff/standing.ts';
import { UNPROMISED } from '../../signoff/unpromised.ts';
import { PRIORITIES } from '../../verdict/inventory.ts';
import type { Verdicts } from '../../verdict/model.ts';
import { leftOutText } from '../../verdict/target-systems.ts';
import { html, jsonForScript, type Part } from './html.ts';
import { checkLink, issueCard } from './issue-card.ts';
import { page } from './page.ts';
import {
  badge,
  codeIn,
  foldedList,
  foldedTable,
  list,
  type Titled,
  table,
  tallyBadges,
  withContents,
} from './parts.ts';
import { headOf } from './run-head.ts';
import { whatWasJudged } from './sign-off-facts.ts';

/** `signoff.html`: the decision and everything it rests on; the same as data in a script element of the page. */
export function signOffPage(verdicts: Verdicts, signOff: SignOff): string {
  return page({
    file: 'signoff.html',
    title: 'Sign-off',
    heading: signOff.title,
    beside: signOff.figures.sentence,
    besideIsQuiet: figuresDecideNothing(signOff),
    ...headOf(verdicts),
    body: [
      withContents(
        ['What stands against GO', against(signOff)],
        [IN_DOUBT, foldedList(signOff.doubts)],
        ['Not part of this target', list(signOff.notPartOfTarget.map(leftOutText))],
        ['Checks by system and priority', byPriority(signOff)],
        ['Issues found', signOff.issues.map((issue) => issueCard(issue, signOff))],
        [BY_DEVIATION, byDeviation(signOff)],
        [UNPROMISED, notPromised(signOff)],
        ['To know', list(otherNotes(signOff))],
        [NOT_LOOKED_AT, foldedList(signOff.unseen)],
        ['Skipped', foldedList(signOff.skipped.map(leftOf))],
        ['Not promised, or settled by an alternative', foldedList(signOff.notPromised.map(leftOf))],
        ...whatWasJudged(signOff),
        ...register(signOff),
        ...counts(signOff),
        ['How the gate decides', list(signOff.gateRules)],
        ['How to reproduce', reproduce(signOff)],
        ['SHA-256 of what this rests on', digests(signOff)],
      ),
      signature(signOff),
      html`<script type="application/json" id="sign-off">${jsonForScript(signOff)}</script>`,
    ],
  });
}

/** Decisions that need no blocker to stand against GO. */
const NO_VERDICT: readonly string[] = ['NOTHING JUDGED', 'INTERRUPTED', 'INVALID'];

/** Whoever signs has to know what held the figures, unless nothing of them can change the decision. */
const figuresDecideNothing = ({ target, decision }: SignOff): boolean =>
  target?.simulated === true || NO_VERDICT.includes(decision);

/** Each issue in one line, the most severe first; below it what no issue tells. */
function against(signOff: SignOff): Part {
  const { sentence, issues, others } = standingOf(signOff);
  if (sentence === undefined)
    return NO_VERDICT.includes(signOff.decision) ? list([signOff.because]) : undefined;
  return [
    html`<p>${sentence}.</p>`,
    foldedList(issues.map((issue) => html`<a href="#${issue.id}">${issue.id}</a> ${inOneLine(issue)}`)),
    list(others),
  ];
}

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
    html`<p>${leftOut.size > 0 ? 'Checks of this target' : 'All checks'}: ${tallyBadges(totals.ofTarget.checks)} Proven by a defect: ${totals.proven}${totals.proven === 0 ? ' (npm run prove has left no proof here)' : ''}.</p>
<p>Requirements: ${tallyBadges(totals.ofTarget.requirements)}</p><p>Scenarios: ${tallyBadges(totals.scenarios)}</p>`,
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

const counts = ({ totals, planned }: SignOff): Titled[] => [
  [
    'Checks by category',
    cards(
      ['system', 'category', ...PRIORITIES],
      totals.categories.map(({ system, category, checks }) => [
        system,
        category,
        ...PRIORITIES.map((priority) => tallyBadges(checks[priority])),
      ]),
    ),
  ],
  [
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
  ],
];

const cards = (head: readonly string[], rows: readonly (readonly Part[])[]): Part =>
  table(head, rows, 'cards');

const register = ({ exceptions, documentedIssues, documentedByComponent }: SignOff): Titled[] => [
  ['Exceptions', allowed(exceptions)],
  ['Deviations from the documents', deviations(exceptions)],
  [
    'Issues that the documents know',
    [
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
    ],
  ],
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
  foldedTable(
    ['about', 'the document says', 'instead', 'why'],
    exceptions.flatMap(({ deviation, at }) =>
      deviation
        ? [
            [
              deviation.checks.map((id) => html`<span class="place">${checkLink(id)}</span> `),
              deviation.documentSays,
              deviation.suiteDoes,
              html`${deviation.why} <span class="quiet">(${deviation.source})</span> <code class="quiet">${at}</code>`,
            ],
          ]
        : [],
    ),
    'deviations',
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
  foldedTable(
    ['kind', 'file', 'SHA-256'],
    files.map(({ kind, path, sha256 }) => [
      kind,
      html`<code>${path}</code>`,
      html`<code class="digest">${sha256}</code>`,
    ]),
    'files',
  );

/** On paper, and only where there is something to sign. */
const signature = ({ decision }: SignOff): Part =>
  decision === 'GO'
    ? html`<p class="signature">Released by ______________________________ on ____________________</p>`
    : undefined;
