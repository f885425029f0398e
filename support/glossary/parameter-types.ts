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
