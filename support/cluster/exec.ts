import type { ApiClient } from './api-client.ts';
import { openChannels } from './channels.ts';
import type { ExecResult } from './cluster.ts';

const CHANNEL = { stdout: 1, stderr: 2, status: 3 };
/** v5 since Kubernetes 1.30; without stdin v4 says the same. */
const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

interface ExecStatus {
  status?: string;
  reason?: string;
  message?: string;
  details?: { causes?: { reason?: string; message?: string }[] };
}

/** Runs a command without input in a container, until it ends or the signal aborts. Throws when it cannot be started. */
export async function exec(
  client: ApiClient,
  where: { path: string; name: string; container: string },
  command: string[],
  signal: AbortSignal,
): Promise<ExecResult> {
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  const end = Promise.withResolvers<ExecStatus>();
  let status: ExecStatus | undefined;
  const query = new URLSearchParams({ container: where.container, stdout: 'true', stderr: 'true' });
  for (const word of command) query.append('command', word);
  const { socket } = await openChannels(client, where.path, query, PROTOCOLS, {
    message(channel, data) {
      if (channel === CHANNEL.stdout) output.push(data);
      else if (channel === CHANNEL.stderr) errors.push(data);
      else if (channel === CHANNEL.status) status = JSON.parse(data.toString('utf8'));
    },
    closed(reason) {
      if (status) end.resolve(status);
      else end.reject(new Error(`${where.name}: the connection ended before the command did (${reason})`));
    },
  });
  const abort = () => {
    end.reject(new Error(`${where.name}: "${command.join(' ')}" was stopped`));
    socket.terminate();
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    const exitCode = exitCodeOf(where.name, command, await end.promise);
    const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString('utf8');
    return { exitCode, stdout: text(output), stderr: text(errors) };
  } finally {
    signal.removeEventListener('abort', abort);
    socket.close();
  }
}

function exitCodeOf(name: string, command: string[], status: ExecStatus): number {
  if (status.status === 'Success') return 0;
  const code = status.details?.causes?.find((cause) => cause.reason === 'ExitCode')?.message;
  if (status.reason === 'NonZeroExitCode' && code !== undefined) return Number(code);
  throw new Error(`${name}: "${command.join(' ')}" could not be run: ${status.message ?? status.reason}`);
}
