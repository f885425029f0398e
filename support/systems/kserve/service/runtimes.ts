import type { Cluster } from '../../../cluster/cluster.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import { nameOf, type Subject } from '../served.ts';

interface SupportedFormat {
  name: string;
}

/** The runtime exists, is not disabled, and supports the format: the nearest there is to "ready", which a ServingRuntime never reports. */
export async function runtimeMustBeOpen(cluster: Cluster, subject: Subject, format: string): Promise<void> {
  const runtime = await cluster.get(subject.reference);
  countAssertion();
  if (!runtime) throw new Error(`${nameOf(subject)}: expected it to exist, got nothing under that name`);
  if (runtime.spec?.disabled === true)
    throw new Error(`${nameOf(subject)}: expected it to be open to services, got spec.disabled`);
  const formats: SupportedFormat[] = runtime.spec?.supportedModelFormats ?? [];
  if (!formats.some(({ name }) => name === format))
    throw new Error(
      `${nameOf(subject)}: expected the model format ${format}, got ${formats.map(({ name }) => name).join(', ') || 'none'}`,
    );
}
