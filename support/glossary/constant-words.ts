import ts from 'typescript';
import { bare, constantOf, sourceFile, textOf, textsOf, walk } from './source-file.ts';

const missing = (file: string, name: string): Error =>
  new Error(`${file}: found no words in ${name}; support/glossary/value-lists.ts says where words stand`);

/** The keys of a constant of a file, each with the keys of its own value where that is a table as well. */
export function keysIn(file: string, name: string): Map<string, string[]> {
  const source = sourceFile(file);
  const entries = entriesOf(constantOf(source, name));
  if (entries.length === 0) throw missing(file, name);
  return new Map(entries.map(([key, value]) => [key, entriesOf(value).map(([inner]) => inner)]));
}

function entriesOf(node: ts.Expression | undefined): [string, ts.Expression | undefined][] {
  if (!node) return [];
  if (ts.isObjectLiteralExpression(node))
    return node.properties.flatMap((property): [string, ts.Expression | undefined][] => {
      const key = keyOf(property.name);
      if (key === undefined) return [];
      return [[key, ts.isPropertyAssignment(property) ? bare(property.initializer) : undefined]];
    });
  return (listBehind(node) ?? []).map((key) => [key, undefined]);
}

const keyOf = (name: ts.PropertyName | undefined): string | undefined =>
  name && ts.isIdentifier(name) ? name.text : textOf(name);

/** `Object.fromEntries(['a', 'b'].map(…))` has the keys of its list. */
function listBehind(node: ts.Expression): string[] | undefined {
  let found: string[] | undefined;
  if (ts.isCallExpression(node) && node.expression.getText() === 'Object.fromEntries')
    walk(node, (inner) => {
      if (found === undefined && ts.isArrayLiteralExpression(inner)) found = textsOf(inner);
    });
  return found;
}
