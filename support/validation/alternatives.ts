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
