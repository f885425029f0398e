import { readFileSync } from 'node:fs';
import type { KubernetesObject } from '../../../cluster/cluster.ts';
import { readManifest } from '../../../manifests/manifest.ts';
import { registerSecret } from '../../../redaction/redact.ts';
import type { Target } from '../../../settings/settings.ts';
import { meaningOf } from '../target-words.ts';
import { fillCertificate } from './certificate.ts';
import { applySetting } from './manifest-settings.ts';

/** One row of a table of settings. */
export interface SettingRow {
  setting: string;
  value: string;
}

/**
 * A manifest ready to be sent: namespace set, words for images and models replaced by what the target has for them,
 * empty values of Secrets filled by reference or with a new certificate, then the settings of the step.
 */
export function prepareManifest(
  name: string,
  namespace: string,
  target: Target,
  settings: readonly SettingRow[] = [],
): KubernetesObject {
  const object = readManifest('kserve', name, target.releases.kserve);
  object.metadata.namespace = namespace;
  replaceWords(object, target);
  placeGateways(object);
  if (object.type === 'kubernetes.io/tls') fillCertificate(object);
  else if (object.kind === 'Secret') fillSecret(object, target);
  for (const { setting, value } of settings) applySetting(object, setting, value, target);
  return object;
}

/** Fields that hold a word of the target: `image: model-server`, `uri: opt-125m-oci`. */
const WORD_FIELDS: Record<string, 'images' | 'models'> = {
  image: 'images',
  uri: 'models',
  storageUri: 'models',
};

function replaceWords(value: unknown, target: Target): void {
  if (typeof value !== 'object' || value === null) return;
  const fields = value as Record<string, unknown>;
  for (const [field, content] of Object.entries(fields)) {
    const table = WORD_FIELDS[field];
    if (table && typeof content === 'string') fields[field] = meaningOf(content, table, target);
    else replaceWords(content, target);
  }
  const { gatewayClassName } = fields;
  if (gatewayClassName !== undefined) fields.gatewayClassName = target.gateway.className;
}

/** A gateway that a service names without a namespace stands beside it. */
function placeGateways({ kind, metadata, spec }: KubernetesObject): void {
  if (kind !== 'LLMInferenceService') return;
  const references: { namespace?: string }[] = spec?.router?.gateway?.refs ?? [];
  for (const reference of references) reference.namespace ??= metadata.namespace ?? '';
}

interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

/** Values that stand empty in the manifest come from the target; whatever is secret among them is registered for redaction first. */
function fillSecret(secret: KubernetesObject, target: Target): void {
  const s3 = target.s3;
  if (!s3)
    throw new Error(`target ${target.name} has no "s3": Secret ${secret.metadata.name} cannot be filled`);
  const credentials = JSON.parse(readFileSync(s3.credentialsFile, 'utf8')) as Credentials;
  registerSecret(credentials.accessKeyId);
  registerSecret(credentials.secretAccessKey);
  const known: Record<string, string> = {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: s3.region,
    AWS_DEFAULT_REGION: s3.region,
    AWS_S3_ENDPOINT: s3.endpoint,
    AWS_S3_BUCKET: s3.bucket,
  };
  const { protocol, host } = new URL(s3.endpoint);
  const annotations: Record<string, string> = {
    'serving.kserve.io/s3-endpoint': host,
    'serving.kserve.io/s3-usehttps': protocol === 'https:' ? '1' : '0',
  };
  fillEmpty(secret.stringData ?? {}, known);
  fillEmpty(secret.metadata.annotations ?? {}, annotations);
}

function fillEmpty(fields: Record<string, string>, known: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(fields))
    if (value === '' && known[key] !== undefined) fields[key] = known[key];
}
