import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { workerData } from 'node:worker_threads';

/** The part of the reporter's template engine that is used here (liquidjs 10). */
interface Engine {
  options: { cache?: object };
  renderFile(...values: unknown[]): unknown;
  renderFileSync(...values: unknown[]): string;
}

// A thread of its own, because the reporter prints to the console whatever its options say.
keepTemplates();
const { generate } = await import('multiple-cucumber-html-reporter');
await generate(workerData);

/**
 * The reporter reads and parses its templates anew for each scenario (3.11.0), which was most of its time; and it waits
 * for a promise at each tag of a page, though nothing in them has to be waited for.
 */
function keepTemplates(): void {
  const reporter = fileURLToPath(import.meta.resolve('multiple-cucumber-html-reporter'));
  const { Liquid } = createRequire(reporter)('liquidjs') as { Liquid: { prototype: Engine } };
  const templates = new Map<string, unknown>();
  const cache = {
    read: (key: string) => templates.get(key),
    write: (key: string, value: unknown) => void templates.set(key, value),
    remove: (key: string) => void templates.delete(key),
  };
  Liquid.prototype.renderFile = function (this: Engine, ...values) {
    this.options.cache ??= cache;
    return this.renderFileSync(...values);
  };
}
