import type { KubernetesObject } from '../../../cluster/cluster.ts';
import { type Edit, valued, wordOr } from './edit.ts';

interface GatewayReference {
  name: string;
  namespace?: string;
  sectionName?: string;
}

const listOf = (value: string): string[] => value.split(',').map((entry) => entry.trim());

/** `name`, in the namespace of the service, or `namespace/name`. */
function gatewayNamed(text: string, service: KubernetesObject): GatewayReference {
  const [namespace, name] = text.includes('/') ? text.split('/', 2) : [service.metadata.namespace, text];
  return { name: name ?? text, ...(namespace && { namespace }) };
}

const referencesOf = (service: KubernetesObject): GatewayReference[] => {
  const references: GatewayReference[] = service.spec.router.gateway?.refs ?? [];
  if (references.length > 0) return references;
  throw new Error(`${service.metadata.name} names no gateway of which a listener could be chosen`);
};

/** `managed`, or gateways with commas between them. */
export const setGateway: Edit = (object, value) => {
  object.spec.router.gateway =
    value === 'managed' ? {} : { refs: listOf(value).map((name) => gatewayNamed(name, object)) };
};

/** The listener of each gateway that the service names. */
export const chooseListener: Edit = (object, value) => {
  for (const reference of referencesOf(object)) reference.sectionName = value;
};

/** `managed`, or `none`. */
export const setRoute = valued(wordOr(['managed', 'none']), (object, value) => {
  if (value === 'none') delete object.spec.router.route;
  else object.spec.router.route = {};
});

/** Names of routes with commas between them, or `none`. */
export const setRouteReferences: Edit = (object, value) => {
  const { refs: _, ...others } = object.spec.router.route?.http ?? {};
  const refs = value === 'none' ? {} : { refs: listOf(value).map((name) => ({ name })) };
  object.spec.router.route = { http: { ...others, ...refs } };
};

/** Only `none`: a route of several lines is a matter of manifests. */
export const dropInlineRoute = valued(wordOr(['none']), (object) => {
  delete object.spec.router.route?.http?.spec;
});

/** Host names, with commas between them, of the route that the service writes down. */
export const setHostNames: Edit = (object, value) => {
  const route = object.spec.router.route?.http?.spec;
  if (!route) throw new Error(`${object.metadata.name} writes no route down whose host name could be set`);
  route.hostnames = listOf(value);
};

const parentOf = (route: KubernetesObject): GatewayReference => {
  const [parent] = route.spec.parentRefs ?? [];
  if (parent) return parent;
  throw new Error(`HTTPRoute ${route.metadata.name} names no gateway`);
};

/** The gateway of an HTTPRoute. */
export const setParent: Edit = (object, value) => {
  Object.assign(parentOf(object), gatewayNamed(value, object));
};

/** The listener of its gateway to which an HTTPRoute keeps. */
export const chooseParentListener: Edit = (object, value) => {
  parentOf(object).sectionName = value;
};
