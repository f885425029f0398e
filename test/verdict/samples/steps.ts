import { After, Before, type DataTable, Given, type IWorld, Then, When } from '@cucumber/cucumber';
import {
  CHECK_RESULTS,
  judgeRows,
  NotPromised,
  SKIP_REASON,
} from '../../../support/judging/check-results.ts';
import { EVIDENCE } from '../../../support/verdict/suite-attachments.ts';

const HOSTILE =
  'expected \u001b[31mred\u001b[0m <script>alert("message")</script> & \u0000\u0008\ufffe ]]> \ud800 end';
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

Before({ tags: '@needs-gpu' }, function (this: IWorld) {
  this.attach(JSON.stringify({ needs: 'gpu', found: 'no node with one' }), SKIP_REASON);
  return 'skipped';
});
Before({ tags: '@broken-before' }, () => {
  throw new Error('the hook before is broken');
});
After({ tags: '@broken-after' }, () => {
  throw new Error('the namespace stays: finalizer kept');
});

Given('a state', () => undefined);
Given('a state that cannot be reached', function (this: IWorld) {
  const evidence = {
    directory: 'evidence/lb-002/x',
    class: 'product',
    cause: 'never ready',
    tellingLines: ['OOMKilled'],
  };
  this.attach(JSON.stringify(evidence), EVIDENCE);
  throw new Error('LLM service ns/x: expected Ready=True within 5 min, still False');
});
When('a shared service has failed before', () => {
  throw Object.assign(new Error('blocked: LLM service ns/x: expected Ready=True within 5 min, still False'), {
    name: 'BlockedError',
  });
});
When('the model answers {string}', (_answer: string) => undefined);
Then('it passes', () => undefined);
Then('it fails with {string}', (message: string) => {
  throw new Error(message);
});
Then('it fails with every hostile character', (_text: string) => {
  throw new Error(HOSTILE);
});
Then('these hostile cells are shown:', (_table: DataTable) => undefined);
Then('these rows hold:', async function (this: IWorld, table: DataTable) {
  await judgeRows(this, table.hashes(), ({ outcome }) => {
    if (outcome === 'fails') throw new Error('expected 8000, got 80');
    if (outcome !== 'passes') throw new NotPromised('the release does not say so');
  });
});
Then('it is pending', () => 'pending');
Then('it is ambiguous', () => undefined);
Then(/^it is ambig/, () => undefined);
let attempt = 0;
Then('it passes at the second attempt', () => {
  attempt += 1;
  if (attempt < 2) throw new Error('not yet');
});
Then('it attaches hostile logs and a picture', function (this: IWorld) {
  this.log(HOSTILE);
  this.attach('<script>alert("text")</script>', 'text/plain');
  this.attach('</script><script>alert("html")</script>', 'text/html');
  this.attach('{"broken": ', CHECK_RESULTS);
  this.attach(PIXEL, { mediaType: 'base64:image/png', fileName: 'x" onerror="alert(3)' });
});
