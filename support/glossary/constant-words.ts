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

/** The keys of the object that a function of a file returns. */
export function keysReturnedBy(file: string, name: string): string[] {
  const source = sourceFile(file);
  const declaration = source.statements.find(
    (statement) => ts.isFunctionDeclaration(statement) && statement.name?.text === name,
  );
  const keys: string[] = [];
  if (declaration)
    walk(declaration, (node) => {
      if (ts.isReturnStatement(node) && node.expression)
        keys.push(...entriesOf(bare(node.expression)).map(([key]) => key));
    });
  if (keys.length === 0) throw missing(file, name);
  return keys;
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
