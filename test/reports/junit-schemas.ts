import { all, type Element } from './xml.ts';

/** What an element may hold: attributes and children in their order. */
interface Rule {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Names of children as a pattern over `name name …`, each followed by a blank. */
  readonly children: RegExp;
  /** Patterns of attribute values. */
  readonly values?: Readonly<Record<string, RegExp>>;
}

export type Rules = Readonly<Record<string, Rule>>;

const COUNT = /^\d+$/;
const SECONDS = /^\d+(?:\.\d+)?$/;
const LEAF = /^$/;
const SOME = /\S/;
const counts = { tests: COUNT, failures: COUNT, errors: COUNT, skipped: COUNT };

/** The rules of the schema for the reports of Apache Ant, as published by Windy Road (JUnit.xsd). */
export const WINDY_ROAD: Rules = {
  testsuites: { required: [], optional: [], children: /^(?:testsuite )*$/ },
  testsuite: {
    required: ['name', 'package', 'id', 'timestamp', 'hostname', 'tests', 'failures', 'errors', 'time'],
    optional: ['skipped'],
    children: /^properties (?:testcase )*system-out system-err $/,
    values: {
      ...counts,
      id: COUNT,
      name: SOME,
      hostname: SOME,
      time: SECONDS,
      timestamp: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/,
    },
  },
  properties: { required: [], optional: [], children: /^(?:property )*$/ },
  property: { required: ['name', 'value'], optional: [], children: LEAF, values: { name: SOME } },
  testcase: {
    required: ['name', 'classname', 'time'],
    optional: [],
    children: /^(?:skipped |error |failure )?$/,
    values: { time: SECONDS },
  },
  skipped: { required: [], optional: ['message'], children: LEAF },
  error: { required: ['type'], optional: ['message'], children: LEAF },
  failure: { required: ['type'], optional: ['message'], children: LEAF },
  'system-out': { required: [], optional: [], children: LEAF },
  'system-err': { required: [], optional: [], children: LEAF },
};

/** The rules of the Jenkins xUnit plugin (junit-10.xsd). */
export const JENKINS: Rules = {
  ...WINDY_ROAD,
  testsuites: {
    required: [],
    optional: ['name', 'time', 'tests', 'failures', 'errors'],
    children: /^(?:testsuite )*$/,
  },
  testsuite: {
    required: ['name', 'tests', 'failures', 'errors'],
    optional: 'group time skipped timestamp hostname id package file log url'.split(' '),
    children: /^(?:(?:testsuite|properties|testcase|system-out|system-err) )*$/,
  },
  testcase: {
    required: ['name'],
    optional: ['time', 'classname', 'group'],
    children: /^(?:(?:skipped|error|failure|system-out|system-err) )*$/,
  },
  skipped: { required: [], optional: ['type', 'message'], children: LEAF },
  error: { required: [], optional: ['type', 'message'], children: LEAF },
  failure: { required: [], optional: ['type', 'message'], children: LEAF },
};

/** What most consumers read beyond that: properties, file and line of a case. */
export const COMMON: Rules = {
  ...JENKINS,
  testcase: {
    required: ['name', 'classname', 'time'],
    optional: ['file', 'line'],
    children: /^(?:properties )?(?:skipped |error |failure )?(?:system-out )?$/,
    values: { time: SECONDS, line: COUNT },
  },
};

/** Everything in which a document breaks the rules, its counts included. */
export function violations(root: Element, rules: Rules): string[] {
  return [...inElement(root, rules), ...inCounts(root)];
}

function inElement(element: Element, rules: Rules): string[] {
  const rule = rules[element.name];
  if (rule === undefined) return [`<${element.name}> is unknown`];
  const { required, optional, children, values = {} } = rule;
  const names = element.children.map(({ name }) => `${name} `).join('');
  return [
    ...required
      .filter((name) => !(name in element.attributes))
      .map((name) => `<${element.name}> lacks ${name}`),
    ...Object.keys(element.attributes)
      .filter((name) => !required.includes(name) && !optional.includes(name))
      .map((name) => `<${element.name}> has an unknown ${name}`),
    ...Object.entries(element.attributes)
      .filter(([name, value]) => values[name] !== undefined && !values[name].test(value))
      .map(([name, value]) => `<${element.name}> has ${name}="${value}"`),
    ...(children.test(names) ? [] : [`<${element.name}> holds ${names}`]),
    ...(element.children.length > 0 && element.text.trim() !== '' ? [`<${element.name}> holds text`] : []),
    ...element.children.flatMap((child) => inElement(child, rules)),
  ];
}

function inCounts(root: Element): string[] {
  const suites = [root, ...all(root, 'testsuite')];
  return suites.flatMap((suite) =>
    [
      ['tests', 'testcase'],
      ['failures', 'failure'],
      ['errors', 'error'],
      ['skipped', 'skipped'],
    ].flatMap(([attribute = '', name = '']) => {
      const said = suite.attributes[attribute];
      const there = all(suite, name).length;
      return said === undefined || Number(said) === there
        ? []
        : [`${attribute}="${said}" of ${there} ${name}`];
    }),
  );
}
