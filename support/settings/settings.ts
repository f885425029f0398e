import type { ClusterIdentity } from './cluster-uid.ts';

/** Where a run goes and what is promised there: validated once, at start, and the same for every worker. */
export interface Settings {
  readonly run: RunIdentity;
  readonly target: Target;
  /** The expectation table of each system, by the name of the system's folder: `kserve`. */
  readonly releases: Readonly<Record<string, Release>>;
  /** What stays on the cluster after a scenario. */
  readonly keep: 'never' | 'on-failure' | 'always';
  /** Capabilities whose absence is an error of the environment, not a reason to skip. */
  readonly require: readonly string[];
  /** False: a failure of the control group does not block the scenarios after it. */
  readonly preflight: boolean;
  /** Defects that the embedded cluster has in this run: it says nothing about the target then. Absent for none. */
  readonly defects?: readonly string[];
  readonly shard?: Shard;
  /** What this run has in common with those that it makes a whole one with, shards or not; absent where nothing said so. */
  readonly commonRun?: string;
  /** What the pipeline calls its job; absent where nothing said so. */
  readonly job?: string;
  /** At which attempt its job in the pipeline was, from 1; absent where nothing said so. */
  readonly attempt?: number;
  /** SHA-256 of the keys of the scenarios that it was to run, also where it never began; absent in what earlier suites recorded. */
  readonly extent?: string;
  /** Variables of the suite that were set, without secrets: what a command that repeats a part of the run needs. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The runs that this one repeats a part of, newest first: its verdict rests on them too. */
  readonly repeats?: readonly RepeatedRun[];
}

/** The part of a run that is spread over several machines. */
export interface Shard {
  readonly index: number;
  readonly count: number;
  /** What the shards of one run have in common, and no other run has; absent where nothing said so. */
  readonly run?: string;
  /** SHA-256 of the keys of all scenarios that are spread: shards of others are no part of the same. */
  readonly of?: string;
}

/** A run that another one repeats a part of, known by its recording, wherever that lies. */
export interface RepeatedRun {
  readonly run: string;
  /** SHA-256 of the lines of its recording, as its own mark notes it. */
  readonly lines: string;
  /** Its message file at that time: a place to look for it, no more. */
  readonly messages: string;
}

export interface RunIdentity {
  /** Lower-case letters and digits, unique for each run: part of namespace names and labels. */
  readonly id: string;
  readonly seed: number;
  /** RFC 3339. */
  readonly startedAt: string;
  /** `reports/runs/<id>`, relative to the project. */
  readonly directory: string;
}

export interface Target {
  readonly name: string;
  /** The file that it was read from, as it was then. */
  readonly source?: FileRead;
  /** The program that brings the target up, if the suite does it itself. */
  readonly launcher?: 'embedded';
  /** How the suite starts the embedded cluster; `kserveRelease` is what it speaks, else the release that is promised. */
  readonly embedded?: { readonly kserveRelease?: string };
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly gateway: {
    readonly className: string;
    /** How requests reach a gateway's address: as it stands, or by port-forward to the gateway's pods. */
    readonly via: 'address' | 'port-forward';
  };
  /** Container images by the word that manifests use for them: `model-server`. */
  readonly images: Readonly<Record<string, string>>;
  /** Model URIs by word: `opt-125m-oci`. */
  readonly models: Readonly<Record<string, string>>;
  readonly controllers: Readonly<
    Record<string, { namespace: string; deployment: string; container: string }>
  >;
  readonly storageClass?: string;
  readonly s3?: {
    readonly endpoint: string;
    readonly bucket: string;
    readonly region: string;
    /** A file with `accessKeyId` and `secretAccessKey`; credentials are never settings. */
    readonly credentialsFile: string;
  };
  /** Cluster seconds for each real second: 1 on a real cluster. */
  readonly timeScale: number;
  /** What the suite may take of the cluster at one time. */
  readonly limits: {
    readonly cpu: string;
    readonly memory: string;
    readonly gpus: number;
    readonly pods: number;
    readonly files: number;
  };
  readonly namespace: {
    readonly mode: 'create' | 'pool';
    readonly pool: readonly string[];
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
    /** `namespace/name` of Secrets that every namespace of the suite gets a copy of. */
    readonly copySecrets: readonly string[];
  };
  /** Base URLs of systems outside the cluster, by system: `{ kubefoundry: http://… }`. */
  readonly endpoints?: Readonly<Record<string, string>>;
  /** Upper bound of one scenario in real milliseconds, whatever its limits add up to. */
  readonly scenarioTimeout?: number;
  /** The release of each system that this target runs: `{ kserve: document }`. */
  readonly releases: Readonly<Record<string, string>>;
}

/** A file as it was when it was read. */
export interface FileRead {
  /** Relative to the project. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** A scalar, or a list in which each entry is accepted. Never a pattern. */
export type Word = string | number | boolean | readonly string[];

export interface Release {
  readonly system: string;
  readonly name: string;
  /** The table's file, for messages. */
  readonly file: string;
  /** That file as it was when it was read. */
  readonly source?: FileRead;
  readonly words: Readonly<Record<string, Word>>;
  /** Where this release's controllers log, by the kind that they look after; a target that installs them elsewhere says so. */
  readonly controllers: Target['controllers'];
  /** Requirements that the table speaks of (`LB-001`, `EC-LB-*`); without it, of all. Scenarios of none of them are skipped. */
  readonly covers?: readonly string[];
  /** Check ids that this release does not promise, each with its reason and source. */
  readonly notPromised: Readonly<Record<string, { reason: string; source: string }>>;
}

/** What the preflight found on the cluster. */
export interface Capability {
  readonly present: boolean;
  /** What was found, in words that complete `found …`. */
  readonly found: string;
  /** The request that failed and what was answered, where nobody knows whether it is there. */
  readonly unknown?: string;
}

/** What the coordinator tells every worker: written once to `<run directory>/run.json`. */
export interface RunFile {
  readonly settings: Settings;
  readonly capabilities: Readonly<Record<string, Capability>>;
  /** Capabilities that scenarios need by the requirements they carry, where they can be detected. */
  readonly needs?: Readonly<Record<string, readonly string[]>>;
  /** The priority of each requirement in the inventory of that time. Absent in runs of earlier suites. */
  readonly priorities?: Readonly<Record<string, string>>;
  /** The cluster ends with the run and nobody looks at what is left: no evidence is captured, nothing is deleted. */
  readonly throwaway?: boolean;
  /** The class of the machine that the suite ran on: figures of different ones are no comparison. Absent in runs of earlier suites. */
  readonly machine?: string;
  /** Which cluster it was. Absent where the run ended before it looked, and in runs of earlier suites. */
  readonly cluster?: ClusterIdentity;
  /** SHA-256 of each manifest when the run began, by path: no other is deployed. Absent in runs of earlier suites. */
  readonly manifests?: Readonly<Record<string, string>>;
  /** Versions and image digests seen on the cluster. */
  readonly versions: Readonly<Record<string, string>>;
}
