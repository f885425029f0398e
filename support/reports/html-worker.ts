import { workerData } from 'node:worker_threads';

// A thread of its own, because the reporter prints to the console whatever its options say.
const { generate } = await import('multiple-cucumber-html-reporter');
await generate(workerData);
