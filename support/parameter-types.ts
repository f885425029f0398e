import { defineParameterType } from '@cucumber/cucumber';
import { parseAmount } from './amounts/amount.ts';
import { manifestNames } from './manifests/manifest.ts';
import { offer } from './spelling/nearest.ts';
import { UnknownWord } from './spelling/unknown-word.ts';
import { parseSpan } from './waiting/duration.ts';

// The expressions stand here as literals, so that editors read them and offer their alternatives.

/** A span of cluster time: `5 minutes`. */
defineParameterType({
  name: 'duration',
  regexp: /\d+(?:\.\d+)? (?:millisecond|second|minute|hour)s?/,
  transformer: (text: string) => parseSpan(text),
});

/** A span of wall-clock time on the wire: `250 milliseconds`. */
defineParameterType({
  name: 'latency',
  regexp: /\d+(?:\.\d+)? (?:millisecond|second|minute|hour)s?/,
  transformer: (text: string) => parseSpan(text),
});

/** A count with its bounds; both of `between` are included. */
defineParameterType({
  name: 'amount',
  regexp: /no|exactly \d+|at least \d+|at most \d+|between \d+ and \d+/,
  transformer: (text: string) => parseAmount(text),
});

/** The status of a condition. */
defineParameterType({
  name: 'truth',
  regexp: /true|false|unknown/,
  transformer: (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`,
});

/** What features call a kind of the API. */
defineParameterType({
  name: 'kind',
  regexp:
    /LLM service|LLM configuration|inference service|serving runtime|gateway|HTTPRoute|inference pool|inference model|PersistentVolumeClaim|PodDisruptionBudget|network policy|LeaderWorkerSet|Deployment|HorizontalPodAutoscaler|Service|pod|ConfigMap|Secret|ServiceAccount|Role|RoleBinding|ClusterRoleBinding|EndpointSlice|Lease/,
  transformer: (text: string) => text,
});

/** An object that belongs to a service. */
defineParameterType({
  name: 'part',
  regexp:
    /Deployment|prefill Deployment|scheduler Deployment|Service|scheduler Service|scheduler ServiceAccount|LeaderWorkerSet|HTTPRoute|inference pool|inference model/,
  transformer: (text: string) => text,
});

/** What runs in a container. */
defineParameterType({
  name: 'program',
  regexp: /model server|storage initializer|routing sidecar|prefill server|scheduler/,
  transformer: (text: string) => text,
});

/** A group of the pods of a service. */
defineParameterType({
  name: 'pods',
  regexp: /workload pods|decode pods|prefill pods|scheduler pods|leader pods|worker pods/,
  transformer: (text: string) => text,
});

/** Whose requests they are: of one session that begins, of the one that the scenario has begun, or each of another. */
defineParameterType({
  name: 'session',
  regexp: /a new session|the same session|new sessions/,
  transformer: (text: string) => text,
});

/** Which pods served requests of a session: the one that served its first request, or all others together. */
defineParameterType({
  name: 'share',
  regexp: /the pod of the session|another pod/,
  transformer: (text: string) => text,
});

/** A state of pods that a wait can look for. */
defineParameterType({
  name: 'podState',
  regexp: /ready|running/,
  transformer: (text: string) => text,
});

/** The name of a file in fixtures/manifests, without its ending. */
defineParameterType({
  name: 'manifest',
  regexp: /"([a-z0-9][a-z0-9.-]*)"/,
  transformer: (name: string) => {
    const names = manifestNames('kserve');
    if (names.includes(name)) return name;
    throw new UnknownWord(`there is no manifest "${name}"; ${offer(name, names)}`);
  },
});
