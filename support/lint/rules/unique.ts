import path from 'node:path';
import type { FeatureSource } from '../feature-source.ts';
import type { Finding } from '../finding.ts';

interface Named {
  readonly name: string;
  readonly uri: string;
  readonly line: number;
}

/** Reports and histories name a scenario by its feature and its title: the title is unique there, the feature's everywhere. */
export function uniqueFindings(features: readonly FeatureSource[]): Finding[] {
  const named = features.flatMap(({ uri, document }) =>
    document?.feature ? [{ uri, name: document.feature.name, line: document.feature.location.line }] : [],
  );
  const files = features.flatMap(({ uri }) => {
    const id = fileId(uri);
    return id === undefined ? [] : [{ uri, name: id, line: 1 }];
  });
  return [
    ...repeated(named, 'the title of the feature', 'say what is particular about this one'),
    ...repeated(
      files,
      'the requirement that the file is named after',
      'write these scenarios there, or name this file after its own procedure: one procedure has one file',
    ),
    ...features.flatMap(({ uri, document }) =>
      repeated(
        (document?.feature?.children ?? []).flatMap(({ rule }) =>
          rule ? [{ uri, name: rule.name, line: rule.location.line }] : [],
        ),
        'the title of the rule',
        'say what is particular about this one, or move its scenarios there',
      ),
    ),
    ...features.flatMap(({ scenarios }) =>
      repeated(
        scenarios.map(({ name, uri, line }) => ({ name, uri, line })),
        'the title of the scenario',
        'say what is particular about this one; in an outline, name a column: "A <thing> …"',
      ),
    ),
  ];
}

/** The requirement in the name of a file: `LB-001` of `LB-001-basic-service.feature`. */
export const fileId = (uri: string): string | undefined =>
  /^([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-\d+)-/.exec(path.basename(uri))?.[1];

/** What a reader sees of a title: without what is invisible, and with single spaces. */
const asRead = (title: string): string =>
  title
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase();

function repeated(all: readonly Named[], what: string, fix: string): Finding[] {
  const seen = new Map<string, Named>();
  return all.flatMap((one): Finding[] => {
    const key = asRead(one.name);
    const first = seen.get(key);
    if (!first) seen.set(key, one);
    return first && key !== ''
      ? [
          {
            uri: one.uri,
            line: one.line,
            rule: 'unique',
            problem: `${what}, "${one.name}", stands already at ${first.uri}:${first.line}`,
            fix,
          },
        ]
      : [];
  });
}
