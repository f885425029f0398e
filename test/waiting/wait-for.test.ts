import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiRefusal } from '../../support/cluster/cluster.ts';
import { assertionsMade } from '../../support/judging/assertions.ts';
import { onTheWire, seconds } from '../../support/waiting/duration.ts';
import type { Sighting } from '../../support/waiting/sighting.ts';
import { WaitFailure } from '../../support/waiting/wait-failure.ts';
import { waitFor } from '../../support/waiting/wait-for.ts';

/** A cluster clock that runs `scale` times faster than this machine's. */
function surroundings(scale = 60) {
  const real = performance.now();
  const start = Date.UTC(2025, 0, 1);
  const now = () => new Date(start + Math.floor(((performance.now() - real) * scale) / 1_000) * 1_000);
  return { time: { now: () => Promise.resolve(now()), scale }, signal: new AbortController().signal, now };
}

const unmet = (seen: string): Sighting<never> => ({ met: false, seen });
const rejected = (promise: Promise<unknown>): Promise<WaitFailure> =>
  promise.then(
    () => assert.fail('the wait did not fail'),
    (error: unknown) => {
      assert.ok(error instanceof WaitFailure, String(error));
      return error;
    },
  );

describe('waitFor', () => {
  it('returns the value and counts an assertion', async () => {
    const before = assertionsMade();
    let looks = 0;
    const look = async (): Promise<Sighting<string>> =>
      ++looks < 3 ? unmet(`look ${looks}`) : { met: true, value: 'done' };
    assert.equal(await waitFor('x', look, { limit: seconds(30) }, surroundings()), 'done');
    assert.equal(assertionsMade(), before + 1);
  });

  it('tells how long it took by the clock of its limit, which is that of the wall on the wire', async () => {
    const limit = onTheWire(60, { milliseconds: 1_000, text: '1 second' });
    const failure = await rejected(waitFor('x', async () => unmet('no'), { limit }, surroundings()));
    assert.match(
      failure.message,
      /: not within 1 second, nor in the (?:5|6)(?:\.\d)? s that it was looked for; last seen: no/,
    );
  });

  it('says the wait once where it was looked no longer than the limit', async () => {
    const limit = { milliseconds: 480_000, text: '8 minutes' };
    const failure = await rejected(waitFor('x', async () => unmet('no'), { limit }, surroundings(120)));
    assert.equal(failure.message, 'x: not within 8 minutes; last seen: no');
  });

  it('names what the look before ran into as the cause of one that does not come back', async () => {
    const away = new Error('the API server is away');
    let looks = 0;
    const look = (): Promise<Sighting<never>> =>
      ++looks === 1 ? Promise.reject(away) : new Promise(() => undefined);
    const failure = await rejected(waitFor('x', look, { limit: seconds(30) }, surroundings()));
    assert.match(failure.message, /a look did not come back \(before it: the API server is away\)/);
    assert.equal((failure.cause as Error).cause, away);
  });

  it('is woken by a change long before the poll', async () => {
    let met = false;
    const wake = (changed: () => void) => {
      const timer = setTimeout(() => {
        met = true;
        changed();
      }, 20);
      return () => clearTimeout(timer);
    };
    const began = performance.now();
    const look = async (): Promise<Sighting<true>> => (met ? { met, value: true } : unmet('no'));
    await waitFor('x', look, { limit: seconds(30) }, { ...surroundings(1), wake });
    assert.ok(performance.now() - began < 1_000);
  });

  it('ends at once on a hopeless sighting, on unless, and on a refusal that no look can cure', async () => {
    const options = { limit: seconds(600) };
    const hopeless = async () => ({ ...unmet('pod p: Failed'), hopeless: 'the pod has failed' });
    const first = await rejected(waitFor('pod p runs', hopeless, options, surroundings()));
    assert.match(
      first.message,
      /^pod p runs: given up after \S+ s \(the pod has failed\); last seen: pod p: Failed$/,
    );
    const unless = () => 'the namespace is gone';
    await rejected(waitFor('x', async () => unmet('no'), { ...options, unless }, surroundings()));
    const refused = () => Promise.reject(new ApiRefusal(403, 'Forbidden', 'pods is forbidden'));
    const third = await rejected(waitFor('x', refused, options, surroundings()));
    assert.ok(third.cause instanceof ApiRefusal);
  });

  it('takes an error of a look for a sighting', async () => {
    let looks = 0;
    const look = async (): Promise<Sighting<number>> => {
      if (++looks === 1) throw new ApiRefusal(404, 'NotFound', 'pods "p" not found');
      return { met: true, value: looks };
    };
    assert.equal(await waitFor('x', look, { limit: seconds(30) }, surroundings()), 2);
  });

  it('fails what came true after its limit, by the timestamp of the cluster', async () => {
    const world = surroundings();
    const late = async () => ({
      met: true as const,
      value: 1,
      since: new Date(world.now().getTime() + 240_000),
    });
    const error = await rejected(waitFor('the pod is ready', late, { limit: seconds(60) }, world));
    assert.match(
      error.message,
      /^the pod is ready: took 4 min, limit 60 s; last seen: what was awaited, at the first look/,
    );
  });

  it('says of a first look that found what was awaited and came back late that it took so long', async () => {
    const world = surroundings(120);
    const look = async (): Promise<Sighting<number>> => {
      await delay(700);
      return { met: true, value: 1 };
    };
    const error = await rejected(waitFor('x', look, { limit: seconds(10) }, world));
    assert.match(
      error.message,
      /^x: took \S+ (?:s|min), limit 10 s; last seen: what was awaited, at the first look, which took \S+ (?:s|min)$/,
    );
  });

  it('fails what was still unmet after its limit, and looks no shorter than the floor for a timestamp', async () => {
    const world = surroundings(120);
    const began = performance.now();
    const look = async (): Promise<Sighting<number>> =>
      performance.now() - began > 800 ? { met: true, value: 1 } : unmet('not yet');
    const error = await rejected(waitFor('x', look, { limit: seconds(10), hint: 'see y' }, world));
    assert.match(error.message, /^x: took \d{2,} s, limit 10 s; last seen: not yet; see y$/);
  });

  it('gives the benefit of the doubt to a condition that came true between two looks around the limit', async () => {
    const world = surroundings(60);
    let looks = 0;
    const look = async (): Promise<Sighting<number>> => (++looks > 1 ? { met: true, value: 1 } : unmet('no'));
    assert.equal(await waitFor('x', look, { limit: { milliseconds: 1, text: '1 ms' } }, world), 1);
  });

  it('holds for stableFor and starts over after a break', async () => {
    const world = surroundings(60);
    const met: boolean[] = [true, false];
    let sightings = 0;
    const look = async (): Promise<Sighting<number>> =>
      met[sightings++] === false ? unmet('broken') : { met: true, value: sightings };
    const began = performance.now();
    const options = { limit: seconds(60), stableFor: seconds(20) };
    assert.ok((await waitFor('x', look, options, world)) > 3);
    assert.ok(performance.now() - began > 300);
  });

  it('looks once when the first look is met, also when the clock of the cluster seems to go back', async () => {
    const readings = [5_000, 4_000, 3_000];
    const now = async () => new Date(readings.shift() ?? 3_000);
    let looks = 0;
    const look = async (): Promise<Sighting<number>> => ({ met: true, value: ++looks });
    const world = { ...surroundings(), time: { now, scale: 60 } };
    assert.equal(await waitFor('x', look, { limit: seconds(60) }, world), 1);
  });

  it('ends with the reason of the signal, also in the middle of a look', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('the run was interrupted')), 30);
    const never = () => new Promise<Sighting<number>>(() => undefined);
    const options = { limit: seconds(60), signal: stop.signal };
    const error = await rejected(waitFor('x', never, options, surroundings()));
    assert.match(error.message, /^x: stopped after .*\(the run was interrupted\)/);
  });
});
