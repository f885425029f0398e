import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { workerData } from 'node:worker_threads';
import { sweep, sweepAfter } from '../sweeping.ts';
import { finishedPage } from './finished-page.ts';

/** The part of the reporter's template engine that is used here (liquidjs 10). */
interface Engine {
  options: { cache?: object };
  renderFile(...values: unknown[]): unknown;
  renderFileSync(...values: unknown[]): string;
  registerFilter(name: string, filter: (value: unknown) => string): void;
}

/** What stands in the page itself, or nowhere: the code of its charts and tables reads none of it. */
const SHOWN: readonly string[] = [
  ...['text', 'textNames', 'image', 'imageNames', 'arguments', 'doc_string', 'restWireData'],
  ...['error_message', 'match', 'description'],
];

// A thread of its own, because the reporter prints to the console whatever its options say.
keepTemplates();
const { generate } = await import('multiple-cucumber-html-reporter');
await generate(workerData);

/**
 * The reporter reads and parses its templates anew for each scenario (3.11.0), which was most of its time; and it waits
 * for a promise at each tag of a page, though nothing in them has to be waited for. Each page is finished before it is
 * written.
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
    this.registerFilter('json', chartData);
    // Before the index, the first: what reading the input left.
    if (values[0] === 'index') sweep();
    const page = finishedPage(this.renderFileSync(...values), values[0] === 'feature' ? '../..' : '..');
    sweepAfter(page.length);
    return page;
  };
}

/**
 * The data that a page hands to its code. The reporter hands it everything, in the index every attachment of the run: a
 * page of 30 MB for 2,000 scenarios that failed, and 700 MB to render it.
 */
function chartData(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => (SHOWN.includes(key) ? undefined : inner));
}
