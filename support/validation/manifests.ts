import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { entriesOf, keyOf, readYamlSource, scalarOf } from '../settings/yaml-source.ts';

const DIRECTORY = join('fixtures', 'manifests');

/** One sentence with file, line and column for each manifest that is not YAML or not an object of Kubernetes. */
export function manifestProblems(directory = DIRECTORY): string[] {
  if (!existsSync(directory)) return [];
  return globSync('**/*.{yaml,yml}', { cwd: directory })
    .sort()
    .flatMap((file) => problemsOf(join(directory, file)));
}

function problemsOf(file: string): string[] {
  const source = readYamlSource(file);
  if (source.problems.length > 0) return [...source.problems];
  const entries = entriesOf(source.root);
  const value = (name: string) => entries?.find((pair) => keyOf(pair) === name)?.value;
  const name = entriesOf(value('metadata'))?.find((pair) => keyOf(pair) === 'name')?.value;
  const complete = [value('apiVersion'), value('kind'), name].every(
    (node) => typeof scalarOf(node) === 'string',
  );
  return complete
    ? []
    : [`${source.at(source.root)}: a manifest is an object with apiVersion, kind and metadata.name`];
}
