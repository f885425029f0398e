import type { Cluster, Reference } from '../../../cluster/cluster.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import type { Reading } from '../expected.ts';
import { kindOf } from '../kinds.ts';
import { nameOf, type Subject } from '../served.ts';
import { programLines } from './service-logs.ts';

/** A key of a Secret that lies beside the service. */
export interface SecretKey {
  name: string;
  key: string;
}

/** The value of the key as a text and in base64; throws when there is none to look for. */
export async function formsOf(cluster: Cluster, subject: Subject, secret: SecretKey): Promise<string[]> {
  const { namespace } = subject.reference;
  const reference: Reference = { ...kindOf('Secret'), name: secret.name, ...(namespace && { namespace }) };
  const encoded: string | undefined = (await cluster.get(reference))?.data?.[secret.key];
  if (!encoded) throw new Error(`Secret ${namespace}/${secret.name} has no ${secret.key} to look for`);
  return [encoded, Buffer.from(encoded, 'base64').toString('utf8').trim()];
}

/** No line of the program holds the value of the Secret's key, as it is or in base64. A failure tells the line's number, never its text. */
export async function logMustHideSecret(
  { cluster, subject }: Reading,
  program: string,
  secret: SecretKey,
): Promise<void> {
  const forms = await formsOf(cluster, subject, secret);
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
