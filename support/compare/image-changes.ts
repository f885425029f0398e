import type { Verdicts } from '../verdict/model.ts';
import { type PodImage, podImages } from '../verdict/pod-images.ts';
import type { RecordedScenario } from '../verdict/recorded-run.ts';
import type { FactChange } from './facts.ts';

/**
 * Images of pods that differ, by their repositories, because tags change from run to run as digests do. Only scenarios that both runs
 * have are asked, and only of images whose digests they know: another filter makes no other image, nor does a pod that ended early.
 */
export function imageChanges(a: Verdicts, b: Verdicts): FactChange[] {
  const [before, after] = [imagesOf(a, b), imagesOf(b, a)];
  if (before.size === 0 || after.size === 0) return [];
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((repository) => {
    const [from = [], to = []] = [before.get(repository), after.get(repository)];
    if ([...from, ...to].some(({ id }) => id === undefined)) return [];
    const [was, is] = [textOf(from), textOf(to)];
    return was === is ? [] : [{ name: `Image ${repository}`, from: was, to: is }];
  });
}

function imagesOf(of: Verdicts, other: Verdicts): Map<string, PodImage[]> {
  const theirs = new Set(scenariosOf(other).map(nameOf));
  const shared = scenariosOf(of).filter((scenario) => theirs.has(nameOf(scenario)));
  return Map.groupBy(podImages(shared), ({ image }) => image.replace(/@.*$/, '').replace(/:[^:/]*$/, ''));
}

const scenariosOf = ({ inputs }: Verdicts): RecordedScenario[] =>
  inputs.run.scenarios.filter(({ attempts }) => attempts.length > 0);

const nameOf = ({ defined }: RecordedScenario): string => `${defined.uri} ${defined.name}`;

const textOf = (images: readonly PodImage[]): string =>
  images.map(({ image, id = '' }) => `${image.replace(/@.*$/, '')} ${id.replace(/^.*@/, '')}`).join(', ') ||
  '–';
