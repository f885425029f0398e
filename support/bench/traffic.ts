import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent } from 'undici';
import { send, type WayTo } from '../inference/client.ts';
import { sendBatch, succeeded } from '../traffic/batch.ts';
import { percentilesOf } from '../traffic/percentiles.ts';
import { type Measurement, rounded } from './measure.ts';

/** A server of its own process, so that its work is not counted as the driver's. */
const SERVER = `
const server = require('node:http').createServer((request, response) => { request.resume(); response.end('{}'); });
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.on('end', () => process.exit()).resume();`;

/** How many requests a second the driver sends over loopback, and whether none is lost. */
export async function measureTraffic(count: number): Promise<Measurement> {
  const child = spawn(process.execPath, ['-e', SERVER], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  const url = `http://127.0.0.1:${port.toString().trim()}`;
  const agent = new Agent();
  const way: WayTo = async (address) => ({ dispatcher: agent, url: new URL(address), headers: {} });
  const never = new AbortController().signal;
  const sendOne = () => send(way, url, { body: { model: 'm', messages: [] } });
  await sendBatch(500, 32, sendOne, never);
  const before = process.cpuUsage();
  const started = performance.now();
  const exchanges = await sendBatch(count, 32, sendOne, never);
  const wall = performance.now() - started;
  const cpu = process.cpuUsage(before);
  child.stdin.end();
  await agent.close();
  if (!exchanges.every(succeeded)) throw new Error('a request of the traffic benchmark failed');
  const busy = (cpu.user + cpu.system) / 1_000;
  const { p50, p99 } = percentilesOf(exchanges.map(({ latency }) => latency));
  return {
    name: 'traffic driver',
    value: rounded(count / (busy / 1_000)),
    unit: 'requests/s a core',
    goal: '>= 5000',
    how: `${count} requests, 32 at a time, ${rounded(count / (wall / 1_000))} a second on the wall clock, p50 ${rounded(p50)} ms, p99 ${rounded(p99)} ms`,
  };
}
