import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

/** WCAG 2.2, 1.4.3: what text of ordinary size needs to be read. */
const LEAST = 4.5;

/** Which colours stand on which. */
const ON: readonly (readonly [string, string])[] = [
  ...['ink', 'quiet', 'link'].flatMap((text) => [[text, 'paper'] as const, [text, 'soft'] as const]),
  ...['good', 'bad', 'care', 'none'].map((text) => [text, `${text}-soft`] as const),
  ...['good', 'bad', 'care'].flatMap((text) => [['ink', `${text}-soft`] as const, [text, 'paper'] as const]),
];

/** The colours of a block of style, by name. */
const coloursIn = (style: string): ReadonlyMap<string, string> =>
  new Map(
    [...style.matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/g)].map(([, name = '', hex = '']) => [name, hex]),
  );

function luminance(hex: string): number {
  const digits = hex.length === 4 ? hex.replaceAll(/[0-9a-f]/g, '$&$&') : hex;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(digits.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const read = (name: string): string => readFileSync(`support/reports/pages/${name}`, 'utf8');
const theme = read('theme.css');
const [light = '', dark = ''] = theme.split('@media (prefers-color-scheme: dark)');

for (const [scheme, style] of [
  ['light', light],
  ['dark', dark],
  ['paper', read('media.css')],
] as const)
  test(`text can be read on what it stands on (${scheme})`, () => {
    const colours = coloursIn(style);
    const weak = ON.flatMap(([text, ground]) => {
      const [one, other] = [colours.get(text), colours.get(ground)];
      assert.ok(one && other, `${scheme} has no --${one ? ground : text}`);
      const ratio = contrast(one, other);
      return ratio < LEAST ? [`--${text} on --${ground}: ${ratio.toFixed(1)}`] : [];
    });
    assert.deepEqual(weak, []);
  });
