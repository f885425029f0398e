import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Reads a TypeScript file as a syntax tree, without running it. */
export const sourceFile = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);

/** Visits a node and everything below it. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** The line of a node, from 1. */
export const lineOf = (node: ts.Node): number => {
  const source = node.getSourceFile();
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
};

/** The value without `as const`, `satisfies …` and brackets around it. */
export function bare(node: ts.Expression): ts.Expression {
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node))
    return bare(node.expression);
  return node;
}

/** What a constant of a file is set to; followed into the file that it is imported from. */
export function constantOf(source: ts.SourceFile, name: string): ts.Expression | undefined {
  for (const statement of source.statements) {
    if (ts.isVariableStatement(statement))
      for (const declaration of statement.declarationList.declarations)
        if (declaration.name.getText(source) === name && declaration.initializer)
          return bare(declaration.initializer);
    const imported = ts.isImportDeclaration(statement) ? importedFrom(source, statement, name) : undefined;
    if (imported) return constantOf(sourceFile(imported.file), imported.name);
  }
  return undefined;
}

function importedFrom(
  source: ts.SourceFile,
  statement: ts.ImportDeclaration,
  name: string,
): { file: string; name: string } | undefined {
  const bindings = statement.importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings) || !ts.isStringLiteral(statement.moduleSpecifier))
    return undefined;
  const element = bindings.elements.find((candidate) => candidate.name.text === name);
  const file = path.join(path.dirname(source.fileName), statement.moduleSpecifier.text);
  return element && existsSync(file)
    ? { file, name: (element.propertyName ?? element.name).text }
    : undefined;
}

/** The texts of a list literal; undefined for anything else. */
export function textsOf(node: ts.Expression | undefined): string[] | undefined {
  if (!node || !ts.isArrayLiteralExpression(node)) return undefined;
  const texts = node.elements.map((element) => textOf(bare(element)));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** The text of a string literal; undefined for anything else. */
export const textOf = (node: ts.Node | undefined): string | undefined =>
  node && ts.isStringLiteralLike(node) ? node.text : undefined;
