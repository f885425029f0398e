import { globSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { bare, constantOf, lineOf, sourceFile, textOf, textsOf, walk } from './source-file.ts';

/** A step as the step definitions offer it. */
export interface StepPattern {
  readonly keyword: 'Given' | 'When' | 'Then';
  readonly pattern: string;
  readonly type: 'CUCUMBER_EXPRESSION' | 'REGULAR_EXPRESSION';
  /** `service` for `service.steps.ts`. */
  readonly noun: string;
  readonly file: string;
  readonly line: number;
  /** The columns of its table; undefined when it takes none. */
  readonly columns?: readonly string[];
  /** Values that the step itself allows in a column. */
  readonly allowed: Readonly<Record<string, readonly string[]>>;
}

const KEYWORDS = ['Given', 'When', 'Then'];

/** Every step of the files `*.steps.ts` below a folder, in the order of files and lines. Nothing is run. */
export function readStepDefinitions(folder = 'step-definitions'): StepPattern[] {
  return globSync('**/*.steps.ts', { cwd: folder })
    .sort()
    .flatMap((file) => stepsOf(path.join(folder, file)));
}

function stepsOf(file: string): StepPattern[] {
  const source = sourceFile(file);
  const steps: StepPattern[] = [];
  walk(source, (node) => {
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return;
    const keyword = node.expression.text;
    const [pattern, ...others] = node.arguments;
    const code = others.at(-1);
    if (!KEYWORDS.includes(keyword) || !pattern || !code) return;
    const expression = ts.isRegularExpressionLiteral(pattern);
    const text = expression ? regexText(pattern.text) : textOf(pattern);
    if (text === undefined)
      throw new Error(`${file}:${lineOf(node)}: the pattern of a step is a literal text, not computed`);
    steps.push({
      keyword: keyword as StepPattern['keyword'],
      pattern: text,
      type: expression ? 'REGULAR_EXPRESSION' : 'CUCUMBER_EXPRESSION',
      noun: path.basename(file, '.steps.ts'),
      file,
      line: lineOf(node),
      ...tableOfStep(source, code),
    });
  });
  return steps;
}

/** As the runner writes it: without slashes unless it has flags. */
const regexText = (literal: string): string => literal.replace(/^\/(.*)\/$/s, '$1');

function tableOfStep(source: ts.SourceFile, code: ts.Node): Pick<StepPattern, 'columns' | 'allowed'> {
  const columns: string[] = [];
  const allowed: Record<string, readonly string[]> = {};
  let takesTable = false as boolean;
  walk(code, (node) => {
    if (ts.isTypeReferenceNode(node) && node.typeName.getText(source) === 'DataTable') takesTable = true;
    if (!ts.isCallExpression(node) || node.expression.getText(source) !== 'tableOf') return;
    const [, names, values] = node.arguments;
    takesTable = true;
    columns.push(...(textsOf(resolved(source, names)) ?? []));
    if (values && ts.isObjectLiteralExpression(values))
      for (const property of values.properties)
        if (ts.isPropertyAssignment(property))
          allowed[property.name.getText(source)] = textsOf(resolved(source, property.initializer)) ?? [];
  });
  // A step that hands its table on reads settings from it: no other table has readers beside `tableOf`.
  if (takesTable && columns.length === 0) columns.push('setting', 'value');
  return { ...(takesTable && { columns }), allowed };
}

const resolved = (source: ts.SourceFile, node: ts.Expression | undefined): ts.Expression | undefined =>
  node && ts.isIdentifier(node) ? constantOf(source, node.text) : node && bare(node);
