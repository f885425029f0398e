import { redact } from '../redaction/redact.ts';
import type { Target } from '../settings/settings.ts';

/** One sentence for each value of a target that a report would hide: workers need it as it is, and `run.json` tells it so. */
export const secretsInTarget = ({ source, ...fields }: Target): string[] =>
  namedTexts('', fields)
    .filter(([name, text]) => isHidden(text) || (isNamedByOthers(name) && isHidden(asField(name, text))))
    .map(
      ([name]) =>
        `the target's "${name}" holds what looks like a secret: targets are written into reports, refer to credentials instead`,
    );

const isHidden = (text: string): boolean => redact(text) !== text;

/** Labels and annotations have the names of other programs; the words of images and models are the suite's own. */
const isNamedByOthers = (name: string): boolean => name.startsWith('namespace.');

const asField = (name: string, text: string): string =>
  JSON.stringify({ [name.slice(name.lastIndexOf('.') + 1)]: text });

function namedTexts(name: string, value: unknown): (readonly [name: string, text: string])[] {
  if (typeof value === 'string') return [[name, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    namedTexts(name === '' ? key : `${name}.${key}`, inner),
  );
}
