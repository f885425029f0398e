import type { Cluster } from '../../../cluster/cluster.ts';
import type { Target } from '../../../settings/settings.ts';
import { UnknownWord } from '../../../spelling/unknown-word.ts';
import type { SettingRow } from './prepare.ts';

/** Where the operator of KServe keeps its configuration, beside its controller. */
const CONFIG = { apiVersion: 'v1', kind: 'ConfigMap', name: 'inferenceservice-config' };

/** What a table may change of it: a field of one of its sections, which are JSON. */
const SETTINGS: Record<string, readonly [section: string, field: string]> = {
  'memory request of the storage initializer': ['storageInitializer', 'memoryRequest'],
  'memory limit of the storage initializer': ['storageInitializer', 'memoryLimit'],
};

/** Changes settings of the operator; the cluster takes them back after the scenario. Throws with the allowed settings for an unknown one. */
export async function changeOperator(
  cluster: Cluster,
  controller: Target['controllers'][string] | undefined,
  rows: readonly SettingRow[],
): Promise<void> {
  if (!controller) throw new Error('the target names no controller for this kind of service');
  await cluster.change({ ...CONFIG, namespace: controller.namespace }, (object) => {
    for (const { setting, value } of rows) {
      const [section, field] = SETTINGS[setting] ?? [];
      if (section === undefined || field === undefined)
        throw new UnknownWord(
          `"${setting}" is not a setting of the operator: write one of ${Object.keys(SETTINGS).join(', ')}`,
        );
      const content = JSON.parse(object.data?.[section] ?? '{}') as Record<string, unknown>;
      object.data[section] = JSON.stringify({ ...content, [field]: value });
    }
  });
}
