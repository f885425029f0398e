import type { Dispatcher } from 'undici';
import type { Duration } from '../waiting/duration.ts';
import type { ClusterTime, Sighting, WaitOptions } from '../waiting/sighting.ts';

/** Any JSON value of an object's open fields. */
export type Json = string | number | boolean | null | Json[] | { [field: string]: Json };

export interface Metadata {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: { apiVersion: string; kind: string; name: string; uid: string; controller?: boolean }[];
}

/** An object as the API server sent it: raw JSON, timestamps are strings, no field is dropped or renamed. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: Metadata;
  // biome-ignore lint/suspicious/noExplicitAny: fields differ by kind; helpers that read them know which
  [field: string]: any;
}

/** A kind of the API: `{ apiVersion: 'apps/v1', kind: 'Deployment' }`. */
export interface Kind {
  apiVersion: string;
  kind: string;
}

export interface Reference extends Kind {
  namespace?: string;
  name: string;
}

export interface Selection {
  namespace?: string;
  /** Label selector as kubectl writes it. */
  selector?: string;
  fieldSelector?: string;
}

export interface PodLogOptions {
  container?: string;
  previous?: boolean;
  sinceTime?: Date;
  tailLines?: number;
  timestamps?: boolean;
  follow?: boolean;
  signal?: AbortSignal;
}

export interface ExecResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Where HTTP goes: how to connect for a URL that only makes sense inside the cluster. */
export interface Route {
  dispatcher: Dispatcher;
  /** The URL to request through the dispatcher. */
  url: URL;
  /** Headers that the way needs besides the caller's own. */
  headers: Record<string, string>;
  /** True where the address itself is dialled: who answers is there. */
  direct?: boolean;
}

/** By what a server that is called over HTTPS must prove who it is: its certificate (PEM), and the host name that is asked for. */
export interface Trust {
  certificate: string;
  host: string;
}

/**
 * The only way to Kubernetes. Every refusal of the API server is an `ApiRefusal` with code, reason, message and causes;
 * every message names the object. Writes are refused once the run has been told to stop.
 */
export interface Cluster {
  readonly time: ClusterTime;

  get(reference: Reference): Promise<KubernetesObject | undefined>;
  list(kind: Kind, selection?: Selection): Promise<KubernetesObject[]>;
  /** True when the API server serves the kind. */
  serves(kind: Kind): Promise<boolean>;

  /** Creates; throws `ApiRefusal` (409 when it exists). */
  create(object: KubernetesObject): Promise<KubernetesObject>;
  /** Asks the API server whether it would create the object, every admission included, without storing it; throws `ApiRefusal`. */
  rehearse(object: KubernetesObject): Promise<void>;
  /** Server-side apply under the suite's field manager. */
  apply(object: KubernetesObject): Promise<KubernetesObject>;
  /** JSON merge patch. */
  merge(reference: Reference, patch: Json): Promise<KubernetesObject>;
  /** Sets the scale subresource. */
  scale(reference: Reference, replicas: number): Promise<void>;
  /** Asks for deletion; false when it was not there. */
  delete(reference: Reference, options?: { gracePeriodSeconds?: number }): Promise<boolean>;
  /** Deletes and waits until the object (by uid) is gone; the failure names finalizers and what is left. */
  deleteAndWait(reference: Reference, limit: Duration): Promise<void>;
  /** Changes what the suite did not create: the original goes to the undo journal first, and comes back after the scenario, on a signal, or by sweep. */
  change(reference: Reference, alter: (object: KubernetesObject) => void): Promise<KubernetesObject>;

  /** Looks at one object (undefined while absent) at each change until the condition holds. */
  waitForObject<T>(
    sentence: string,
    reference: Reference,
    look: (object: KubernetesObject | undefined) => Sighting<T> | Promise<Sighting<T>>,
    options: WaitOptions,
  ): Promise<T>;
  /** Looks at a list of objects at each change until the condition holds. */
  waitForList<T>(
    sentence: string,
    kind: Kind,
    selection: Selection,
    look: (objects: KubernetesObject[]) => Sighting<T> | Promise<Sighting<T>>,
    options: WaitOptions,
  ): Promise<T>;
  /** Looks by a probe of one's own until the condition holds; polled. */
  waitFor<T>(sentence: string, probe: () => Promise<Sighting<T>>, options: WaitOptions): Promise<T>;
  /** Every state that an object went through since `since` (resourceVersion order), as far as the informer saw it. */
  history(reference: Reference): Promise<KubernetesObject[]>;

  /** Lines of a container's log, as a stream of any length. */
  logs(namespace: string, pod: string, options?: PodLogOptions): AsyncIterable<string>;
  exec(namespace: string, pod: string, container: string, command: string[]): Promise<ExecResult>;
  /** Events about an object, oldest first. */
  events(reference: Reference): Promise<KubernetesObject[]>;

  /** The way to a port of a pod: port-forward without a local port. Never a proof of routing. */
  toPod(namespace: string, pod: string, port: number): Dispatcher;
  /** The way to a URL of the cluster: `….svc…` hosts go through the API server's service proxy, a gateway's address as the target says, over HTTPS with the trust that is given. */
  routeTo(url: string, trust?: Trust): Promise<Route>;
}

/** The API server said no. */
export class ApiRefusal extends Error {
  readonly code: number;
  readonly reason: string;
  readonly causes: { field?: string; message: string; reason?: string }[];
  /** What was asked: `GET /api/v1/nodes`; absent where nothing was sent. */
  readonly request?: string;

  constructor(
    code: number,
    reason: string,
    message: string,
    causes: ApiRefusal['causes'] = [],
    request?: string,
  ) {
    super(message);
    if (request !== undefined) this.request = request;
    this.name = 'ApiRefusal';
    this.code = code;
    this.reason = reason;
    this.causes = causes;
  }
}
