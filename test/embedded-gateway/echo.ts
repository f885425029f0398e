import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { Image } from '../../fixtures/embedded/programs/program.ts';

/**
 * A program that answers with what it was asked. `?wait=ms` makes it slow, `/stream` sends three chunks 50 ms apart,
 * `/break` cuts the connection, `/metrics` claims an idle model server.
 */
export const echoImage: Image = {
  reference: 'test/echo:1',
  digest: `sha256:${'0'.repeat(64)}`,
  size: 1,
  entrypoint: ['echo-server'],
  programs: {
    'echo-server': async (context) => {
      await context.serve(8080, (request, response) => {
        const url = new URL(request.url ?? '/', 'http://echo');
        const answer = async () => {
          const body = await text(request);
          await pause(Number(url.searchParams.get('wait') ?? 0));
          if (url.pathname === '/break') {
            request.socket.destroy();
            return;
          }
          if (url.pathname === '/stream') {
            response.writeHead(200, { 'content-type': 'text/event-stream' });
            for (const part of ['one', 'two', 'three']) {
              response.write(`data: ${part}\n\n`);
              await pause(50);
            }
            response.end();
            return;
          }
          const { method, headers } = request;
          response.setHeader('content-type', 'application/json');
          response.end(JSON.stringify({ pod: context.pod.name, method, url: request.url, headers, body }));
        };
        answer().catch((error: Error) => response.destroy(error));
      });
      await new Promise((resolve) => context.signal.addEventListener('abort', resolve, { once: true }));
      return 0;
    },
  },
  commands: {},
};
