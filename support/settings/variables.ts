import type { Field } from './field.ts';
import { RUN_FIELDS } from './run-options.ts';
import { TARGET_FIELDS } from './target-fields.ts';

/** One environment variable that the suite reads. */
export interface Variable {
  readonly name: string;
  /** The field of the target's file, absent for variables of a run. */
  readonly field?: string;
  readonly meaning: string;
  readonly default?: string;
}

/** Names that the seed documents use. */
const DOCUMENTS: Variable[] = [
  { name: 'API_URL', field: 'endpoints.kubefoundry', meaning: 'base URL of the KubeFoundry backend' },
  { name: 'TEST_MODEL', field: 'models.test-model', meaning: 'model that KubeFoundry deploys' },
];

/** Every variable, for the README's table: first those of a run, then those of the target, then the documents' own. */
export const variables = (): Variable[] => [
  ...collect(RUN_FIELDS, '', true),
  ...collect(TARGET_FIELDS, '', false),
  ...DOCUMENTS,
];

function collect(field: Field, path: string, ofRun: boolean): Variable[] {
  const own = field.env === undefined ? [] : [variable(field, field.env, path, ofRun)];
  if (field.type !== 'group') return own;
  const inner = Object.entries(field.fields).flatMap(([key, child]) =>
    collect(child, path === '' ? key : `${path}.${key}`, ofRun),
  );
  return [...own, ...inner];
}

function variable(field: Field, env: string, path: string, ofRun: boolean): Variable {
  const known = 'default' in field && field.default !== undefined ? String(field.default) : undefined;
  return {
    name: env.endsWith('_') ? `${env}<WORD>` : env,
    ...(!ofRun && { field: env.endsWith('_') ? `${path}.<word>` : path }),
    meaning: field.meaning,
    ...(known !== undefined && { default: known }),
  };
}

/** The table of all variables in Markdown. */
export const variablesTable = (): string =>
  [
    '| variable | field of the target | meaning | default |',
    '|---|---|---|---|',
    ...variables().map(
      ({ name, field, meaning, default: known }) =>
        `| \`${name}\` | ${field ? `\`${field}\`` : ''} | ${meaning} | ${known ? `\`${known}\`` : ''} |`,
    ),
  ].join('\n');
