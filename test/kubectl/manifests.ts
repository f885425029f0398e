/** A Deployment of the model server with its Service. */
export const WEB = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { app: web } }
spec:
  replicas: 1
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: main
          image: vllm/vllm-openai:v0.6.3
          args: [--model, facebook/opt-125m, --port, "8000"]
          ports: [{ containerPort: 8000, name: http }]
          readinessProbe: { httpGet: { path: /health, port: http } }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ name: http, port: 80, targetPort: http }]
`;

/** A pod whose program does not know its flag. */
export const CRASHING = `
apiVersion: v1
kind: Pod
metadata: { name: crashing }
spec:
  containers:
    - { name: main, image: "vllm/vllm-openai:v0.6.3", args: [--model, facebook/opt-125m, --no-such-flag] }
`;

const RESOURCES = '{ requests: { cpu: "2", memory: 8Gi }, limits: { cpu: "2", memory: 8Gi } }';

/** One service of each kind of KServe, and what the older one needs. */
export const SERVING = `
apiVersion: serving.kserve.io/v1alpha1
kind: LLMInferenceService
metadata: { name: chat }
spec:
  model: { uri: "oci://quay.io/opendatahub/opt-125m:latest", name: opt-125m }
  replicas: 1
  template:
    containers:
      - { name: main, image: "ghcr.io/llm-d/llm-d-dev:v0.2.2", resources: ${RESOURCES} }
  router: { gateway: {}, route: {} }
---
apiVersion: serving.kserve.io/v1alpha1
kind: ServingRuntime
metadata: { name: vllm-runtime }
spec:
  supportedModelFormats: [{ name: vllm, version: "1" }]
  containers:
    - name: kserve-container
      image: vllm/vllm-openai:v0.6.3
      args: [--port=8080, --model=/mnt/models, "--served-model-name={{.Name}}"]
      ports: [{ containerPort: 8080, protocol: TCP }]
      resources: ${RESOURCES}
---
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: opt
  annotations: { serving.kserve.io/deploymentMode: Standard }
spec:
  predictor:
    model:
      modelFormat: { name: vllm }
      runtime: vllm-runtime
      storageUri: oci://quay.io/opendatahub/opt-125m:latest
`;
