import type { FeatureSource } from '../feature-source.ts';
import type { Finding } from '../finding.ts';

/** Control and format characters, and spaces that are none: nobody sees them, and texts differ by them. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/** Every character of a feature can be seen: one that cannot makes two texts out of one, or turns the line around. */
export const characterFindings = ({ uri, text }: FeatureSource): Finding[] =>
  text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap((line, index): Finding[] => {
      const found = INVISIBLE.exec(line.replaceAll('\t', ' '));
      if (!found) return [];
      const isSpace = /\p{Zs}/u.test(found[0]);
      return [
        {
          uri,
          line: index + 1,
          rule: 'character',
          problem: `character ${found.index + 1} of the line cannot be seen (${codeOf(found[0])})`,
          fix: isSpace ? 'write a plain space' : 'delete it',
        },
      ];
    });

/** `U+00A0`. */
const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
