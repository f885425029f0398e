import type { RunFile } from '../settings/settings.ts';

/** A container image that the run met. */
export interface TestedImage {
  readonly name: string;
  /** SHA-256 of its manifest in hexadecimal digits; absent where only a tag is known. */
  readonly sha256?: string;
  /** What runs it: `kserve/kserve-controller-manager`, or the word of the target that names it. */
  readonly where: string;
}

const DIGEST = /^(?:[\w-]+:\/\/)?([^\s@]+)@sha256:([0-9a-f]{64})$/;
const TAGGED = /^[^\s@]*[^\s@/]:[^\s@/]+$/;

/** The images that the cluster showed, and those that the target has manifests use. */
export function testedImages({ versions, settings }: RunFile): TestedImage[] {
  const named = Object.entries(settings.target.images ?? {}).map(
    ([word, image]) => [`image of "${word}"`, image] as const,
  );
  const found = Object.entries(versions)
    .filter(([where]) => where.includes('/'))
    .flatMap(([where, shown]) => shown.split(', ').map((image) => [where, image] as const));
  const images = [...found, ...named].flatMap(([where, image]) => imageOf(image, where));
  return images.filter(
    (image, index) =>
      images.findIndex((it) => it.name === image.name && it.sha256 === image.sha256) === index,
  );
}

/** An image id without a repository is the digest of a configuration on one node: nothing that can be signed. */
function imageOf(image: string, where: string): TestedImage[] {
  const [, name, sha256] = DIGEST.exec(image) ?? [];
  if (name !== undefined && sha256 !== undefined) return [{ name, sha256, where }];
  return TAGGED.test(image) && !image.startsWith('sha256:') ? [{ name: image, where }] : [];
}
