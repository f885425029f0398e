/** The first sentence of the comment at the head of a YAML file; undefined where none stands there. */
export function headSentence(text: string): string | undefined {
  const head: string[] = [];
  for (const line of text.split('\n')) {
    if (!line.startsWith('#')) break;
    head.push(line.replace(/^#+ ?/, '').trim());
  }
  return /^.*?\.(?=\s|$)/.exec(head.join(' ').trim())?.[0];
}
