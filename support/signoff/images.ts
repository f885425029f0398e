import { counted } from '../amounts/counted.ts';
import type { RunFile } from '../settings/settings.ts';
import type { PodImage } from '../verdict/pod-images.ts';

/** A container image that the run met. */
export interface TestedImage {
  /** The repository that the digest is of; where none is known, the image as it was asked for. */
  readonly name: string;
  /** SHA-256 of its manifest in hexadecimal digits; absent where only a tag is known. */
  readonly sha256?: string;
  /** What pods call it: `vllm/vllm-openai:v0.9`; absent for images of which only the id is known. */
  readonly tag?: string;
  /** What runs it: `kserve/kserve-controller-manager`, containers of pods, or the word of the target that names it. */
  readonly where: string;
  /** In how many pods of scenarios it was seen. */
  readonly pods?: number;
}

const DIGEST = /^(?:[\w-]+:\/\/)?([^\s@]+)@sha256:([0-9a-f]{64})$/;
const TAGGED = /^[^\s@]*[^\s@/]:[^\s@/]+$/;

/** The images that the cluster showed, of controllers and of the pods of scenarios, and those that the target has manifests use. */
export function testedImages({ versions, settings }: RunFile, pods: readonly PodImage[]): TestedImage[] {
  const controllers = Object.entries(versions)
    .filter(([where]) => where.includes('/'))
    .flatMap(([where, shown]) => shown.split(', ').flatMap((image) => imageOf(image, where)));
  const named = Object.entries(settings.target.images ?? {})
    .filter(([, image]) => !pods.some((pod) => pod.image === image))
    .flatMap(([word, image]) => imageOf(image, `image of "${word}"`));
  const images = [...controllers, ...pods.map(ofPods), ...named];
  return images.filter((image, index) => images.findIndex((it) => isSame(it, image)) === index);
}

const isSame = (a: TestedImage, b: TestedImage): boolean =>
  a.name === b.name && a.sha256 === b.sha256 && a.tag === b.tag;

/** `2 pods: main of llminferenceservice-workload`, or what else runs an image. */
export const whereSeen = ({ where, pods }: TestedImage): string =>
  pods === undefined ? where : `${counted(pods, 'pod')}: ${where}`;

/** An image id without a repository is the digest of a configuration on one node: nothing that can be signed. */
function imageOf(image: string, where: string): TestedImage[] {
  const [, name, sha256] = DIGEST.exec(image) ?? [];
  if (name !== undefined && sha256 !== undefined) return [{ name, sha256, where }];
  return TAGGED.test(image) && !image.startsWith('sha256:') ? [{ name: image, where }] : [];
}

function ofPods({ image, id, parts, pods }: PodImage): TestedImage {
  const seen = { where: parts.join(', '), pods };
  const [, name, sha256] = DIGEST.exec(id ?? '') ?? [];
  return name !== undefined && sha256 !== undefined
    ? { name, sha256, tag: image, ...seen }
    : { name: image, ...seen };
}
