import { existsSync, readdirSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { fromHome } from './home.ts';
import { misspeltVariables } from './misspelt-variables.ts';
import { InputProblems } from './problems.ts';
import { readFields, type Values } from './read-fields.ts';
import type { Target } from './settings.ts';
import { TARGET_FIELDS } from './target-fields.ts';
import { judgeWordVariables, type OwnWords } from './word-variables.ts';
import { fileRead, readYamlSource, type YamlSource } from './yaml-source.ts';

const DIRECTORY = join('fixtures', 'targets');
const DEFAULT = 'embedded';
/** A user before the host, or a parameter that signs. */
const CREDENTIALS_IN_URL =
  /^[a-z][a-z0-9+.-]*:\/\/(?:[^/]*@|.*[?&][^=&]*(?:sig|signature|token|credential|key|password)=)/i;
/** Variables of the seed documents that mean a field under another name. */
const ALIASES: Record<string, string> = { API_URL: 'ENDPOINT_KUBEFOUNDRY', TEST_MODEL: 'MODEL_TEST_MODEL' };

/**
 * The target that `TARGET` names (a name in fixtures/targets, or the path of a file), with the environment's own
 * values in it. Throws `InputProblems` with every mistake at once.
 */
export function loadTarget(env: NodeJS.ProcessEnv): Target {
  const file = fileOf(env.TARGET || DEFAULT);
  const source = readYamlSource(file);
  const { problems: meant, foreign } = judgeWordVariables(env, wordsOf(source));
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.has(name)));
  const { values, problems } = readFields(source, TARGET_FIELDS, withAliases(own));
  checkTogether(file, values, problems);
  problems.push(...meant, ...forgottenTarget(env, values));
  if (problems.length > 0) throw new InputProblems(problems);
  const name = basename(file).replace(/\.ya?ml$/, '');
  return withPaths({ name, source: fileRead(source), ...values } as unknown as Target);
}

/** One sentence for each variable that looks like one of the suite's and is not read. */
export function unreadVariables(env: NodeJS.ProcessEnv): string[] {
  const own = wordsOf(readYamlSource(fileOf(env.TARGET || DEFAULT)));
  return [...judgeWordVariables(env, own).notes, ...misspeltVariables(env, own)];
}

/** The words that the file itself has a meaning for, by table, whatever the environment says. */
function wordsOf(source: YamlSource): OwnWords {
  const tables = Object.entries(readFields(source, TARGET_FIELDS, {}).values);
  return Object.fromEntries(tables.map(([table, words]) => [table, Object.keys(Object(words) as object)]));
}

function fileOf(name: string): string {
  if (name.includes('/') || /\.ya?ml$/.test(name)) return name;
  const file = join(DIRECTORY, `${name}.yaml`);
  if (existsSync(file)) return file;
  throw new InputProblems([
    `TARGET names no target "${name}": there are ${targetNames().join(', ') || 'none'} in ${DIRECTORY}`,
  ]);
}

const targetNames = (): string[] =>
  existsSync(DIRECTORY)
    ? readdirSync(DIRECTORY)
        .filter((file) => file.endsWith('.yaml'))
        .map((file) => file.slice(0, -'.yaml'.length))
        .sort()
    : [];

/** A pipeline that names a cluster and forgot `TARGET`: it would pass by a cluster in this process, and touch none. */
const forgottenTarget = (env: NodeJS.ProcessEnv, { launcher }: Values): string[] =>
  env.KUBE_CONTEXT && !env.TARGET && launcher
    ? [
        `KUBE_CONTEXT is "${env.KUBE_CONTEXT}", but TARGET is not set, and the default, ${DEFAULT}, brings its own cluster: set TARGET=cluster, or unset KUBE_CONTEXT`,
      ]
    : [];

function withAliases(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const renamed = Object.entries(ALIASES).flatMap(([alias, name]) =>
    env[alias] !== undefined && env[name] === undefined ? [[name, env[alias]]] : [],
  );
  return { ...env, ...Object.fromEntries(renamed) };
}

function checkTogether(file: string, values: Values, problems: string[]): void {
  const { namespace, endpoints = {}, models = {}, s3 } = values as Partial<Target>;
  const addresses = [
    ...Object.entries(endpoints),
    ...Object.entries(models),
    ...(s3 ? [['s3.endpoint', s3.endpoint] as const] : []),
  ];
  for (const [name, address] of addresses)
    if (CREDENTIALS_IN_URL.test(address))
      problems.push(
        `${file}: the address of "${name}" holds credentials: targets are written into reports, refer to credentials instead`,
      );
  if (namespace?.mode === 'pool' && namespace.pool.length === 0)
    problems.push(`${file}: "namespace.mode" is pool, but "namespace.pool" is empty: name the namespaces`);
}

/**
 * An embedded target brings its own kubeconfig: that of the environment must not redirect it to a real cluster.
 * A list of files in KUBECONFIG is merged by the client, which reads the variable itself.
 */
function withPaths(target: Target): Target {
  const { kubeconfig, context, ...rest } = target;
  const s3 = target.s3 && { ...target.s3, credentialsFile: fromHome(target.s3.credentialsFile) };
  return {
    ...rest,
    ...(s3 && { s3 }),
    ...(kubeconfig &&
      !kubeconfig.includes(delimiter) &&
      !target.launcher && { kubeconfig: fromHome(kubeconfig) }),
    ...(context && !target.launcher && { context }),
  };
}
