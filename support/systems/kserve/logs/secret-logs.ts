import type { Reference } from '../../../cluster/cluster.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import type { Reading } from '../expected.ts';
import { kindOf } from '../kinds.ts';
import { nameOf } from '../served.ts';
import { programLines } from './service-logs.ts';

/** No line of the program holds the value of the Secret's key, as it is or in base64. A failure tells the line's number, never its text. */
export async function logMustHideSecret(
  { cluster, subject }: Reading,
  program: string,
  secret: { name: string; key: string },
): Promise<void> {
  const { namespace } = subject.reference;
  const reference: Reference = { ...kindOf('Secret'), name: secret.name, ...(namespace && { namespace }) };
  const encoded: string | undefined = (await cluster.get(reference))?.data?.[secret.key];
  if (!encoded) throw new Error(`Secret ${namespace}/${secret.name} has no ${secret.key} to look for`);
  const forms = [encoded, Buffer.from(encoded, 'base64').toString('utf8').trim()];
  let number = 0;
  for await (const line of programLines(cluster, subject, program)) {
    number += 1;
    if (forms.some((form) => line.includes(form)))
      throw new Error(
        `log of the ${program} of ${nameOf(subject)}: expected no value of ${secret.key} of Secret ${secret.name}, got it in line ${number}`,
      );
  }
  if (number === 0)
    throw new Error(`log of the ${program} of ${nameOf(subject)}: it is empty and proves nothing`);
  countAssertion();
}
