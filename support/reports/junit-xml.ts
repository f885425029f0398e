import { plainText } from '../verdict/plain-text.ts';

/** One case of a JUnit file: a scenario. */
export interface JunitCase {
  readonly name: string;
  readonly classname: string;
  readonly milliseconds: number;
  readonly outcome?: JunitOutcome;
  readonly properties: readonly JunitProperty[];
  readonly output: readonly string[];
  readonly file?: string;
  readonly line?: number;
}

export interface JunitOutcome {
  readonly word: 'failure' | 'error' | 'skipped';
  readonly type: string;
  readonly message: string;
  readonly content?: string;
}

export type JunitProperty = readonly [name: string, value: string];

/** One suite: a feature. */
export interface JunitSuite {
  readonly name: string;
  readonly package: string;
  readonly file?: string;
  readonly startedAt: Date;
  readonly properties: readonly JunitProperty[];
  readonly cases: readonly JunitCase[];
}

export interface JunitRun {
  readonly name: string;
  readonly milliseconds: number;
  readonly suites: readonly JunitSuite[];
}

/**
 * Writes suites as XML. The order and the attributes are those that the schemas of Apache Ant's reports (Windy Road) and
 * of the Jenkins xUnit plugin (junit-10) share. Neither of them knows properties, file and line of a case, nor one of
 * them its output, which most consumers read: `strict` leaves out all of that, for consumers that validate.
 */
export function junitFile({ name, milliseconds, suites }: JunitRun, strict: boolean): string {
  const all = suites.flatMap(({ cases }) => cases);
  const { skipped: _unknownHere, ...counted } = counts(all);
  const root = strict ? {} : { name, ...counted, time: seconds(milliseconds) };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes(root)}>`,
    ...suites.flatMap((suite, index) => suiteOf(suite, index, strict)),
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteOf(suite: JunitSuite, id: number, strict: boolean): string[] {
  const total = suite.cases.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const own = {
    name: suite.name,
    package: suite.package,
    id: String(id),
    // Where a run is rendered is not where it ran: the schema's own word for an unknown host.
    hostname: 'localhost',
    timestamp: suite.startedAt.toISOString().slice(0, 19),
    ...counts(suite.cases),
    time: seconds(total),
    ...(!strict && suite.file !== undefined && { file: suite.file }),
  };
  const told = strict ? suite.cases.map(inOneLine).join('\n') : '';
  return [
    `  <testsuite${attributes(own)}>`,
    ...propertiesOf(suite.properties, '    ', true),
    ...suite.cases.flatMap((it) => caseOf(it, strict)),
    `    <system-out>${content(told)}</system-out>`,
    '    <system-err></system-err>',
    '  </testsuite>',
  ];
}

/** What a strict case cannot carry, for the output of its suite. */
const inOneLine = ({ name, properties }: JunitCase): string =>
  [name, ...properties.map(([key, value]) => `${key}=${value.replace(/\s+/g, ' ')}`)].join(' · ');

function caseOf(it: JunitCase, strict: boolean): string[] {
  const own = {
    name: it.name,
    classname: it.classname,
    time: seconds(it.milliseconds),
    ...(!strict && it.file !== undefined && { file: it.file, line: String(it.line ?? 1) }),
  };
  return [
    `    <testcase${attributes(own)}>`,
    ...(strict ? [] : propertiesOf(it.properties, '      ')),
    ...(it.outcome ? [outcomeOf(it.outcome)] : []),
    ...(strict || it.output.length === 0
      ? []
      : [`      <system-out>${content(it.output.join('\n'))}</system-out>`]),
    '    </testcase>',
  ];
}

function outcomeOf({ word, type, message, content: details }: JunitOutcome): string {
  const own: Record<string, string> = word === 'skipped' ? { message } : { type, message };
  return details === undefined
    ? `      <${word}${attributes(own)}/>`
    : `      <${word}${attributes(own)}>${content(details)}</${word}>`;
}

function propertiesOf(list: readonly JunitProperty[], indent: string, always = false): string[] {
  if (list.length === 0 && !always) return [];
  return [
    `${indent}<properties>`,
    ...list.map(([name, value]) => `${indent}  <property${attributes({ name, value })}/>`),
    `${indent}</properties>`,
  ];
}

function counts(cases: readonly JunitCase[]): Record<'tests' | 'failures' | 'errors' | 'skipped', string> {
  const count = (word: JunitOutcome['word']): string =>
    String(cases.filter(({ outcome }) => outcome?.word === word).length);
  return {
    tests: String(cases.length),
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  };
}

/** A clock that was set back must not make a file invalid. */
const seconds = (milliseconds: number): string => (Math.max(0, milliseconds) / 1_000).toFixed(3);

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
};

const content = (text: string): string =>
  plainText(text).replace(/[&<>]/g, (character) => ENTITIES[character] ?? '');

const attributes = (list: Readonly<Record<string, string>>): string =>
  Object.entries(list)
    .map(([name, value]) => ` ${name}="${attribute(value)}"`)
    .join('');

/** Text of an attribute; line ends and tabs are entities because parsers turn them into spaces there. */
const attribute = (text: string): string =>
  plainText(text).replace(/[&<>"\n\t]/g, (character) => ENTITIES[character] ?? '');
