// Only what Biome cannot do: the typed promise rules, and the direction of imports.
import tseslint from 'typescript-eslint';

const forbid = (...patterns) => ({
  'no-restricted-imports': ['error', { patterns: patterns.map(([group, message]) => ({ group, message })) }],
});

const embedded = [
  ['**/fixtures/embedded/**', '**/embedded/**'],
  'features never know the target: only the launcher of the embedded target starts fixtures/embedded',
];
const world = [['**/world.ts', '**/step-definitions/**'], 'helpers never import the World or a step'];

/** The folders of the helpers of KServe, those that know the others first. */
const layers = [
  ['figures', 'groups'],
  ['pods', 'service', 'logs'],
  ['requests', 'manifests'],
];
const kserve = 'support/systems/kserve';

/** Forbids what stands in a layer, or below the last one, to know the layers above it. */
const below = (layer, up) => [
  layers
    .slice(0, layer)
    .flat()
    .map((folder) => `${up}/${folder}/*`),
  'the folders of KServe know each other in one direction only (docs/architecture.md)',
];

export default tseslint.config(
  { ignores: ['node_modules/**', 'reports/**'] },
  {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true } },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      // The runner of node:test awaits what these return; the promises inside their bodies are still ours.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['describe', 'it', 'suite', 'test'] },
          ],
        },
      ],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
    },
  },
  { files: ['step-definitions/**/*.ts'], rules: forbid(embedded) },
  { files: ['support/*/**/*.ts'], rules: forbid(embedded, world) },
  ...[1, 2].map((layer) => ({
    files: layers[layer].map((folder) => `${kserve}/${folder}/*.ts`),
    rules: forbid(embedded, world, below(layer, '..')),
  })),
  { files: [`${kserve}/*.ts`], rules: forbid(embedded, world, below(layers.length, '.')) },
  {
    files: ['fixtures/embedded/**/*.ts'],
    rules: forbid([
      ['**/support/**', '**/step-definitions/**'],
      'the embedded cluster shares nothing with the suite',
    ]),
  },
);
