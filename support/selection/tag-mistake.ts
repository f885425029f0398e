/** How the runner says that it cannot read a tag expression. */
const REFUSED = /^Tag expression "(.*)" could not be parsed because of syntax error: (.*?)\.?$/s;
const EXAMPLE = "--tags '@P0 and not (@slow or @alone)'";

const EXPECTED: Readonly<Record<string, string>> = {
  'Expected operator': 'between two tags stands "and" or "or"',
  'Expected operand': 'beside "and", "or" and "not" a tag such as @P0 is missing',
  'Unmatched (': 'a "(" lacks its ")"',
  'Unmatched )': 'a ")" lacks its "("',
};

/** What is wrong with a tag expression that the runner refuses, and how to write one; any other sentence stays as it is. */
export function tagMistake(refusal: string): string {
  const [, expression, reason = ''] = REFUSED.exec(refusal) ?? [];
  if (expression === undefined) return refusal;
  return `--tags "${asWritten(expression)}" does not parse: ${EXPECTED[reason] ?? reason}; write for example ${EXAMPLE}`;
}

/** The runner puts each expression in brackets before it joins them; that of a profile stands before that of the arguments. */
const asWritten = (expression: string): string =>
  expression.includes(') and (') ? expression : expression.replace(/^\((.*)\)$/s, '$1');
