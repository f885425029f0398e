import { readFileSync } from 'node:fs';
import path from 'node:path';
import { XmlDocument, XmlValidateError, XsdValidator } from 'libxml2-wasm';

/** The schemas beside this file. */
export type SchemaName = 'ant' | 'jenkins' | 'common';

/** Everything in which a document breaks a schema, as libxml2 says it: `line 4: Element 'testcase': …`. */
export function violations(xml: string, schema: SchemaName): string[] {
  const text = readFileSync(path.join(import.meta.dirname, `${schema}.xsd`), 'utf8');
  using rules = XmlDocument.fromString(text);
  using validator = XsdValidator.fromDoc(rules);
  using document = XmlDocument.fromString(xml);
  try {
    validator.validate(document);
    return [];
  } catch (error) {
    if (!(error instanceof XmlValidateError)) throw error;
    return error.details.map(({ line, message }) => `line ${line}: ${message.trim()}`);
  }
}
