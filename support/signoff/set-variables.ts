import { redact } from '../redaction/redact.ts';
import { toHome } from '../settings/home.ts';
import { namesSecret } from '../settings/secret-names.ts';
import type { Target } from '../settings/settings.ts';
import { type Variable, variables } from '../settings/variables.ts';

/** What an embedded target does not read: it brings its own. */
const OF_REAL_CLUSTERS = ['KUBECONFIG', 'KUBE_CONTEXT'];

/** Those of the suite's variables that are set and were read, in the order of their table; what is secret is redacted. */
export function setVariables(env: NodeJS.ProcessEnv, target: Target): Record<string, string> {
  const names = variables()
    .flatMap((variable) =>
      variable.name.endsWith('<WORD>') ? wordsOf(variable, env, target) : [variable.name],
    )
    .filter((name) => env[name] && !(target.launcher && OF_REAL_CLUSTERS.includes(name)));
  return Object.fromEntries([...new Set(names)].map((name) => [name, redact(toHome(env[name] ?? ''))]));
}

/** `IMAGE_TAG` of a pipeline is not the suite's: its word is not in the target. */
function wordsOf({ name, field = '' }: Variable, env: NodeJS.ProcessEnv, target: Target): string[] {
  const prefix = name.slice(0, -'<WORD>'.length);
  const table = Object.entries(target).find(([key]) => field === `${key}.<word>`)?.[1] ?? {};
  const known = Object.keys(table as object).map((word) => word.toUpperCase().replaceAll(/[-. ]/g, '_'));
  return Object.keys(env).filter(
    (key) => key.startsWith(prefix) && known.includes(key.slice(prefix.length)) && !namesSecret(key),
  );
}
