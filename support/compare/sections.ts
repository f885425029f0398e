import { changeText } from '../figures/judge-figure.ts';
import { figureText, kindOf } from '../metrics/figure-kind.ts';
import { blockersByCause, withCauses } from './by-cause.ts';
import type { Comparison } from './comparison.ts';
import type { FigureComparison } from './figure-changes.ts';
import type { PromiseChange, PromisePart } from './promise-changes.ts';
import type { LoneCheck, VerdictChange } from './verdict-changes.ts';

/** A part of the comparison as every form shows it. */
export interface Section {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const PARTS: Readonly<Record<Exclude<PromisePart, 'places'>, string>> = {
  words: 'its words',
  priority: 'its priority',
  release: 'values of the release',
  before: 'the steps before it',
  title: 'the title of its scenario',
  feature: 'its feature',
  place: 'its file',
};

/** The sections that have something to show, the most important first. */
export function sectionsOf(comparison: Comparison): Section[] {
  const { checks, blockers, promises, renamed, figures, facts } = comparison;
  const changed = ['check', 'priority', 'was', 'is', 'what', 'why', 'where'];
  const lone = ['check', 'priority', 'verdict', 'what', 'promise', 'where'];
  const sections: Section[] = [
    { title: 'Does not hold any more', columns: changed, rows: changeRows(checks.worse) },
    {
      title: 'New blockers',
      columns: ['blocker'],
      rows: blockersByCause(blockers).map((blocker) => [blocker]),
    },
    { title: 'Not looked at any more', columns: changed, rows: changeRows(checks.unseen) },
    { title: 'Dropped: no scenario decides it any more', columns: lone, rows: checks.dropped.map(loneRow) },
    {
      title: figuresTitle(comparison),
      columns: ['figure', 'was', 'is', 'verdict', 'change'],
      rows: figureRows(figures.figures),
    },
    {
      title: 'Promises that changed',
      columns: ['check', 'changed', 'was', 'is', 'where'],
      rows: promises.map(promiseRow),
    },
    { title: 'Better', columns: changed, rows: changeRows(checks.better) },
    { title: 'Different, neither better nor worse', columns: changed, rows: changeRows(checks.other) },
    { title: 'Added', columns: lone, rows: checks.added.map(loneRow) },
    {
      title: 'The same promise under another name',
      columns: ['check', 'changed', 'was', 'is', 'where'],
      rows: renamed.map(promiseRow),
    },
    {
      title: 'The runs',
      columns: ['what', 'was', 'is'],
      rows: facts.map(({ name, from, to }) => [name, from, to]),
    },
  ];
  return sections.filter(({ rows }) => rows.length > 0);
}

const changeRows = (changes: readonly VerdictChange[]): string[][] =>
  withCauses(changes).map(([{ check, priority = '', from, to, what = '', at }, why]) => [
    check,
    priority,
    from,
    to,
    what,
    why,
    at,
  ]);

const loneRow = ({ check, priority = '', verdict, what = '', words, at }: LoneCheck): string[] => [
  check,
  priority,
  verdict,
  what,
  words,
  at,
];

const promiseRow = ({ check, parts, morePlaces, from, to, at }: PromiseChange): string[] => [
  check,
  parts.map((part) => (part === 'places' ? placesText(morePlaces) : PARTS[part])).join(', '),
  from,
  to,
  at,
];

function placesText(more: number): string {
  const count = Math.abs(more);
  const decide = count === 1 ? 'decides it' : 'decide it';
  return more > 0
    ? `${count === 1 ? 'one more place' : `${count} more places`} ${decide}`
    : `${count === 1 ? 'one place' : `${count} places`} less ${decide}`;
}

function figuresTitle({ figures: { simulated, incomparable } }: Comparison): string {
  const notes = [
    ...(simulated ? ['simulated: they gate nothing'] : []),
    ...(incomparable ? [`not judged: ${incomparable}`] : []),
  ];
  return notes.length > 0 ? `Figures (${notes.join('; ')})` : 'Figures';
}

const figureRows = (figures: readonly FigureComparison[]): string[][] =>
  figures.map(({ id, name, from, to, judged }) => {
    const kind = kindOf(name);
    const is = to === undefined ? '–' : figureText(to, kind);
    const verdict =
      judged?.verdict ?? (to === undefined ? 'missing' : 'of another class of machine: not judged');
    return [id, figureText(from, kind), is, verdict, judged ? changeText(judged) : ''];
  });
