import { counted } from '../amounts/counted.ts';
import type { RecordedScenario } from './recorded-run.ts';
import { contentsOf } from './suite-attachments.ts';

/** Media type of the attachment that says which images the pods of a scenario ran: a `NotedImages`. */
export const IMAGES = 'application/vnd.llm-serving-acceptance.images+json';

/** What a scenario noted of the pods in its namespaces. */
export interface NotedImages {
  readonly images: readonly NotedImage[];
  /** Containers that were too many to be noted. */
  readonly left?: number;
  /** Why pods could not be looked at, one sentence each. */
  readonly unread?: readonly string[];
}

export interface NotedImage {
  /** As the pod names it: `vllm/vllm-openai:v0.9`. */
  readonly image: string;
  /** What the cluster says it ran: `docker.io/vllm/vllm-openai@sha256:…`; absent where it never got so far. */
  readonly id?: string;
  /** The container, and what its pod is for: `main of llminferenceservice-workload`. */
  readonly part: string;
  /** The beginnings of the uids of the pods. */
  readonly pods: readonly string[];
}

/** An image that the pods of a run ran, or were to run. */
export interface PodImage {
  readonly image: string;
  readonly id?: string;
  readonly parts: readonly string[];
  /** How many pods had it; one that several scenarios shared counts once. */
  readonly pods: number;
}

/** The images of all pods that the scenarios of some runs used, each id of each image once. That a pod had not got its image yet says nothing where another had. */
export function podImages(scenarios: readonly RecordedScenario[]): PodImage[] {
  const noted = notedIn(scenarios).flatMap(({ run, images }) =>
    images.map((image) => ({ ...image, pods: image.pods.map((pod) => `${run} ${pod}`) })),
  );
  const known = new Set(noted.flatMap(({ image, id }) => (id === undefined ? [] : [image])));
  const telling = noted.filter(({ image, id }) => id !== undefined || !known.has(image));
  return [...Map.groupBy(telling, ({ image, id }) => JSON.stringify([image, id ?? null]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, [first, ...others]]) => {
      if (!first) return [];
      const all = [first, ...others];
      return [
        {
          image: first.image,
          ...(first.id !== undefined && { id: first.id }),
          parts: [...new Set(all.map(({ part }) => part))].sort(),
          pods: new Set(all.flatMap(({ pods }) => pods)).size,
        },
      ];
    });
}

/**
 * What is to know about the images of the pods, one sentence each: names with several digests, and pods that could not be
 * looked at. The id that one node has for a configuration is no other image than the digest by which another node pulled it.
 */
export function podImageNotes(scenarios: readonly RecordedScenario[]): string[] {
  const digested = podImages(scenarios).flatMap(({ image, id, pods }) => {
    const digest = DIGEST.exec(id ?? '')?.[1];
    return digest === undefined ? [] : [{ image, digest, pods }];
  });
  const several = [...Map.groupBy(digested, ({ image }) => image)].filter(
    ([, own]) => new Set(own.map(({ digest }) => digest)).size > 1,
  );
  const noted = notedIn(scenarios);
  const unread = noted.filter((one) => one.unread.length > 0);
  const why = unread[0]?.unread[0];
  const left = noted.reduce((sum, one) => sum + one.left, 0);
  return [
    ...several.map(
      ([image, own]) =>
        `${image} was ${own.length} different images: ${own.map(({ digest, pods }) => `${digest} in ${counted(pods, 'pod')}`).join(', ')}; the verdicts are about all of them`,
    ),
    ...(why === undefined
      ? []
      : [
          `images of pods could not be read in ${counted(unread.length, 'attempt')} of scenarios (the first: ${why})`,
        ]),
    ...(left > 0
      ? [`the images of ${counted(left, 'container')} of pods were not noted: there were too many of them`]
      : []),
  ];
}

const DIGEST = /@(sha256:[0-9a-f]{64})$/;

interface Noted {
  readonly run: string;
  readonly images: readonly NotedImage[];
  readonly left: number;
  readonly unread: readonly string[];
}

/** What of the attachments is as it was written; what is not says nothing. */
const notedIn = (scenarios: readonly RecordedScenario[]): Noted[] =>
  scenarios
    .flatMap(({ attempts }) => attempts)
    .flatMap(({ run = '', steps }) =>
      steps
        .flatMap((step) => contentsOf(step, IMAGES))
        .map((content) => {
          const { images, left, unread } = (content ?? {}) as Partial<Record<keyof NotedImages, unknown>>;
          return {
            run,
            images: Array.isArray(images) ? images.filter(isNoted) : [],
            left: typeof left === 'number' ? left : 0,
            unread: Array.isArray(unread) ? unread.map(String) : [],
          };
        }),
    );

function isNoted(value: unknown): value is NotedImage {
  const { image, id, part, pods } = (value ?? {}) as Partial<Record<keyof NotedImage, unknown>>;
  return (
    [image, part].every((text) => typeof text === 'string') &&
    ['string', 'undefined'].includes(typeof id) &&
    Array.isArray(pods)
  );
}
