import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';

/*
 * The framework publishes Protocol Buffers (protos/in_toto_attestation) whose comment says "Validation of all fields is
 * left to the users of this proto", and the rules as prose (spec/v1, spec/predicates). The schemas beside this file
 * state both, field by field, with the sentence of the specification that each rule comes from.
 */
const NAMES = ['resource-descriptor', 'test-result', 'statement'] as const;

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
for (const name of NAMES)
  ajv.addSchema(
    JSON.parse(readFileSync(path.join(import.meta.dirname, `${name}.schema.json`), 'utf8')) as object,
  );

/** Everything in which a value is no in-toto Statement v1 with a test result: `/subject/0 must have …`. */
export function violations(value: unknown): string[] {
  ajv.validate('statement', value);
  return (ajv.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
  );
}
