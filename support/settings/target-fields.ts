import type { GroupField } from './field.ts';

const controller: GroupField = {
  type: 'group',
  meaning: 'where the log of a controller is',
  separator: '/',
  fields: {
    namespace: { type: 'text', required: true, meaning: 'namespace of the Deployment' },
    deployment: { type: 'text', required: true, meaning: 'name of the Deployment' },
    container: { type: 'text', required: true, meaning: 'container that logs' },
  },
};

const limits: GroupField = {
  type: 'group',
  meaning: 'what the suite is meant to take of the cluster at one time: only the number of files binds a run',
  fields: {
    cpu: {
      type: 'text',
      quantity: true,
      env: 'LIMIT_CPU',
      default: '16',
      meaning: 'CPUs, as a quantity: the plan warns when a file asks for more',
    },
    memory: {
      type: 'text',
      quantity: true,
      env: 'LIMIT_MEMORY',
      default: '64Gi',
      meaning: 'memory, as a quantity: the plan warns when a file asks for more',
    },
    gpus: {
      type: 'number',
      env: 'LIMIT_GPUS',
      least: 0,
      integer: true,
      default: 0,
      meaning: 'GPUs: the plan warns when a file asks for more',
    },
    pods: {
      type: 'number',
      env: 'LIMIT_PODS',
      least: 1,
      integer: true,
      default: 50,
      meaning: 'pods: the plan warns when a file asks for more',
    },
    files: {
      type: 'number',
      env: 'LIMIT_FILES',
      least: 1,
      integer: true,
      default: 4,
      meaning: 'feature files in flight, and so workers, at most',
    },
  },
};

const namespace: GroupField = {
  type: 'group',
  meaning: 'how the suite gets namespaces',
  fields: {
    mode: {
      type: 'text',
      env: 'NAMESPACE_MODE',
      choices: ['create', 'pool'],
      default: 'create',
      meaning: 'create namespaces, or take them from the pool',
    },
    pool: { type: 'texts', env: 'NAMESPACE_POOL', meaning: 'namespaces that the suite may use' },
    labels: { type: 'map', env: 'NAMESPACE_LABELS', meaning: 'labels of every namespace' },
    annotations: { type: 'map', env: 'NAMESPACE_ANNOTATIONS', meaning: 'annotations of every namespace' },
    copySecrets: {
      type: 'texts',
      env: 'NAMESPACE_COPY_SECRETS',
      meaning: '`namespace/name` of Secrets that every namespace gets a copy of',
    },
  },
};

const s3: GroupField = {
  type: 'group',
  optional: true,
  meaning: 'the bucket with the models',
  fields: {
    endpoint: {
      type: 'text',
      env: 'S3_ENDPOINT',
      required: true,
      meaning: 'URL as pods of the cluster reach it',
    },
    bucket: { type: 'text', env: 'S3_BUCKET', required: true, meaning: 'bucket that holds the models' },
    region: { type: 'text', env: 'S3_REGION', default: 'us-east-1', meaning: 'region of the bucket' },
    credentialsFile: {
      type: 'text',
      env: 'S3_CREDENTIALS_FILE',
      required: true,
      meaning: 'JSON file with `accessKeyId` and `secretAccessKey`',
    },
  },
};

/** Every field of `fixtures/targets/<name>.yaml`. */
export const TARGET_FIELDS: GroupField = {
  type: 'group',
  meaning: 'where a run goes',
  fields: {
    launcher: {
      type: 'text',
      choices: ['embedded'],
      meaning: 'the program that brings the target up, if the suite does it itself',
    },
    embedded: {
      type: 'group',
      optional: true,
      meaning: 'how the suite starts the embedded cluster',
      fields: {
        kserveRelease: {
          type: 'text',
          env: 'EMBEDDED_KSERVE_RELEASE',
          meaning: 'release of KServe that the embedded cluster speaks; else that of `releases.kserve`',
        },
      },
    },
    kubeconfig: { type: 'text', env: 'KUBECONFIG', meaning: 'kubeconfig file' },
    context: {
      type: 'text',
      env: 'KUBE_CONTEXT',
      meaning: 'context of the kubeconfig; else its current one',
    },
    gateway: {
      type: 'group',
      meaning: 'the gateways of the cluster',
      fields: {
        className: {
          type: 'text',
          env: 'GATEWAY_CLASS',
          required: true,
          meaning: 'GatewayClass of gateways that features create',
        },
        via: {
          type: 'text',
          env: 'GATEWAY_VIA',
          choices: ['address', 'port-forward'],
          default: 'address',
          meaning: 'how requests reach the address of a gateway',
        },
      },
    },
    images: { type: 'map', env: 'IMAGE_', meaning: 'container images by the word that manifests use' },
    models: { type: 'map', env: 'MODEL_', meaning: 'model URIs by the word that manifests use' },
    controllers: { type: 'map', env: 'CONTROLLER_', of: controller, meaning: 'where controllers log' },
    storageClass: { type: 'text', env: 'STORAGE_CLASS', meaning: 'storage class of claims' },
    s3,
    timeScale: {
      type: 'number',
      env: 'TIME_SCALE',
      least: 1,
      most: 120,
      default: 1,
      meaning: 'cluster seconds for each real second; 1 on a real cluster',
    },
    limits,
    namespace,
    endpoints: {
      type: 'map',
      env: 'ENDPOINT_',
      meaning: 'base URLs of systems outside the cluster',
    },
    scenarioTimeout: {
      type: 'number',
      env: 'TEST_TIMEOUT',
      least: 1,
      meaning: 'upper bound of one scenario in real milliseconds, whatever its limits add up to',
    },
    releases: { type: 'map', env: 'RELEASE_', meaning: 'the release of each system that runs there' },
  },
};
