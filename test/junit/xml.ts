/** One element of an XML document. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const TOKEN = /<\?[^>]*\?>|<(\/?)([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
const REFERENCE = /&(?:amp|lt|gt|quot|apos|#\d+);/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 forbids these
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** Parses the part of XML 1.0 that JUnit files use; throws at whatever is not well-formed. */
export function parseXml(document: string): Element {
  if (FORBIDDEN.test(document) || !document.isWellFormed()) throw new Error('a character that XML forbids');
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < document.length) {
    const from = TOKEN.lastIndex;
    const token = TOKEN.exec(document);
    if (token === null) throw new Error(`not well-formed: ${document.slice(from, from + 80)}`);
    const [, end, name, attributes = '', empty, text] = token;
    const current = open.at(-1) ?? root;
    if (text !== undefined) current.text += decoded(text);
    else if (name === undefined) continue;
    else if (end) {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes another element`);
    } else {
      const element: Element = { name, attributes: attributesIn(attributes), children: [], text: '' };
      current.children.push(element);
      if (!empty) open.push(element);
    }
  }
  const [top] = root.children;
  if (open.length !== 1 || top === undefined) throw new Error('an element is not closed');
  return top;
}

function attributesIn(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
    name,
    decoded(value),
  ]);
  return Object.fromEntries(pairs) as Record<string, string>;
}

function decoded(text: string): string {
  if (text.replace(REFERENCE, '').includes('&')) throw new Error(`a bare & in ${text}`);
  const named: Record<string, string> = {
    '&amp;': '&',
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&apos;': "'",
  };
  return text.replace(REFERENCE, (it) => named[it] ?? String.fromCodePoint(Number(it.slice(2, -1))));
}

/** All elements of a name below an element. */
export const all = (element: Element, name: string): Element[] =>
  element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);
