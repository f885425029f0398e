import type { Image, Program } from '../../fixtures/embedded/programs/program.ts';

/** Answers with what it was asked, until it is told to end. `--slow-end` finishes after its grace period. */
const echo: Program = async (context) => {
  const [, port = '8080', mode] = context.argv;
  let healthy = true;
  context.log(`listening on ${port}`);
  await context.serve(Number(port), (request, response) => {
    if (request.url === '/break') healthy = false;
    if (request.url === '/hang') return;
    const body = JSON.stringify({
      url: request.url,
      pod: context.pod.name,
      from: request.socket.remoteAddress,
    });
    response.writeHead(request.url === '/health' && !healthy ? 500 : 200, {
      'content-type': 'application/json',
    });
    response.end(body);
  });
  await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
  context.log('told to end');
  if (mode === '--slow-end') await context.clock.sleep(600_000);
  return 0;
};

const exit: Program = async ({ argv, log }) => {
  log(`about to exit with ${argv[1]}`);
  return Number(argv[1]);
};

const hog: Program = async (context) => {
  await context.serve(8080, (request, response) => {
    if (request.url === '/more') context.memory(200 * 2 ** 20);
    response.end('still here');
  });
  context.memory(50 * 2 ** 20);
  await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
  return 0;
};

const fail: Program = async () => {
  throw new Error('RuntimeError: the disk is on fire');
};

const writer: Program = async ({ argv, files, clock, signal }) => {
  await clock.sleep(500, signal);
  files.write(argv[1] ?? '', argv[2] ?? '');
  return 0;
};

const image: Image = {
  reference: 'example.com/tools:v1',
  digest: `sha256:${'1'.repeat(64)}`,
  size: 1_000_000,
  entrypoint: ['echo-server'],
  programs: { 'echo-server': echo, exit, hog, fail, writer },
  commands: {
    gpus: async ({ gpus, stdout }) => {
      stdout(`${gpus.map(({ index }) => index).join(',')}\n`);
      return gpus.length > 0 ? 0 : 6;
    },
  },
};

export const testImages: ReadonlyMap<string, Image> = new Map([[image.reference, image]]);
