/**
 * Where `npm run acceptance` begins, in JavaScript: before `npm ci` the Node of the system starts it, which may read no types.
 * Even then no reports of an earlier run may be left to pass for those of this one.
 */
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

const words = (file) => JSON.parse(readFileSync(path.join(import.meta.dirname, file), 'utf8'));

function refuse() {
  const questions = words('selection/no-run.json');
  const isRun = !process.argv.some((argument) => questions.includes(argument.split('=')[0]));
  if (isRun)
    for (const name of words('reports/rendered.json'))
      rmSync(path.join('reports', name), { recursive: true, force: true });
  const removed = isRun
    ? '; reports/ holds no reports now: after that, npm run report -- reports shows those of the run before again'
    : '';
  process.stderr.write(
    `[acceptance] Node ${process.version} cannot run the suite, which brings its own: run npm ci first${removed}\n`,
  );
  process.exitCode = 2;
}

if (process.features.typescript) await import('./run.ts');
else refuse();
