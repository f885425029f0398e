import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { test } from 'node:test';

test('what a command imports is there after npm ci --omit=dev', () => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const files = globSync(['support/**/*.ts', 'step-definitions/**/*.ts', 'fixtures/**/*.ts', 'cucumber.mjs']);
  const missing = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^(?:import|export|\}) (?!type ).*?from '([^.'][^']*)';$/gm)]
      .map(([, name = '']) =>
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      )
      .filter(
        (name) => !name.startsWith('node:') && !builtinModules.includes(name) && !(name in dependencies),
      )
      .map((name) => `${file}: ${name}`),
  );
  assert.deepEqual(missing, []);
  assert.ok(files.length > 300);
});
