import ts from 'typescript';
import { sourceFile, textOf, walk } from './source-file.ts';

/** A parameter type as features meet it. */
export interface ParameterTypeSource {
  readonly name: string;
  readonly expression: string;
  /** The comment above its definition. */
  readonly meaning: string;
}

/** Every parameter type that a file defines, without running it; its expression must be a literal. */
export function readParameterTypes(file = 'support/parameter-types.ts'): ParameterTypeSource[] {
  const source = sourceFile(file);
  const types: ParameterTypeSource[] = [];
  walk(source, (node) => {
    if (!ts.isCallExpression(node) || node.expression.getText(source) !== 'defineParameterType') return;
    const [fields] = node.arguments;
    if (!fields || !ts.isObjectLiteralExpression(fields)) return;
    const name = textOf(fieldOf(fields, 'name'));
    const regexp = fieldOf(fields, 'regexp');
    if (name === undefined || !regexp || !ts.isRegularExpressionLiteral(regexp))
      throw new Error(`${file}: a parameter type has a literal name and a literal expression`);
    const expression = regexp.text.replace(/^\/(.*)\/[a-z]*$/s, '$1');
    types.push({ name, expression, meaning: commentAbove(source, node.parent) });
  });
  return types;
}

const fieldOf = (fields: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined =>
  fields.properties.flatMap((property) =>
    ts.isPropertyAssignment(property) && property.name.getText() === name ? [property.initializer] : [],
  )[0];

function commentAbove(source: ts.SourceFile, node: ts.Node): string {
  const ranges = ts.getLeadingCommentRanges(source.text, node.getFullStart()) ?? [];
  const last = ranges.at(-1);
  return last
    ? source.text
        .slice(last.pos, last.end)
        .replaceAll(/^\/\*\*?|\*\/$|^\/\//g, '')
        .replaceAll(/\n\s*\*?/g, ' ')
        .trim()
    : '';
}

const NUMBER = /\\d\+(?:\(\?:\\\.\\d\+\)\?)?/g;

/** The alternatives of an expression as a writer would put them: `at least N`; a word with a plural shows its `(s)`. */
export function alternativesOf(expression: string): string[] {
  return splitAlternatives(expression.replaceAll(NUMBER, 'N')).flatMap(expand);
}

function expand(text: string): string[] {
  const group = /\(\?:([^()]*)\)(s\?)?/.exec(text);
  if (!group) return [text.replaceAll(/([a-z])\?/g, '($1)')];
  const [whole, words = '', plural] = group;
  return words
    .split('|')
    .flatMap((word) => expand(text.replace(whole, `${word}${plural === undefined ? '' : 's?'}`)));
}

/** Splits at `|` outside brackets. */
function splitAlternatives(expression: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of expression) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === '|' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}
