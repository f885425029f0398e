import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seeded } from '../../fixtures/embedded/random.ts';
import { baselineOf } from '../../support/figures/baseline.ts';
import { judgeFigure, referenceOf } from '../../support/figures/judge-figure.ts';
import { kindOf } from '../../support/metrics/figure-kind.ts';
import { logNormal } from './noise.ts';

const NIGHTS = 60;
const LATENCY = 'median latency';

/** Whether each run is refused by those before it, the history being what is judged; a waiver accepts these runs. */
function refusals(values: readonly number[], name = LATENCY, accepting: readonly number[] = []): boolean[] {
  const [id, kind] = [`RK-001.26 ${name}`, kindOf(name)];
  const records = values.map((value, run) => ({
    ...{ figures: { [id]: value }, checks: {}, simulated: false },
    ...(accepting.includes(run) && { accepted: [id] }),
  }));
  return values.map((value, run) => {
    const known = baselineOf(id, records.slice(0, run));
    return run > 0 && judgeFigure(referenceOf(known, kind), value, known, kind).verdict === 'worse';
  });
}

const nights = (count: number, one: (night: number) => number): number[] =>
  Array.from({ length: count }, (_, night) => one(night));

/** A figure that gets worse by this share every night. */
const creeping = (share: number, count = NIGHTS, from = 100): number[] =>
  nights(count, (night) => from * (1 + share) ** night);

/** How many times as bad as it began what creeps so is at the latest when it is refused: without noise, and in 19 of 20 histories that spread by 5 and 10 %. */
const REFUSED_AT = [
  { share: 0.015, calm: 1.2, at5: 1.45, at10: 1.85 },
  { share: 0.03, calm: 1.25, at5: 1.7, at10: 2.1 },
  { share: 0.05, calm: 1.3, at5: 1.9, at10: 2.55 },
  { share: 0.07, calm: 1.45, at5: 2.15, at10: 3 },
  { share: 0.09, calm: 1.55, at5: 2.4, at10: 3.2 },
  { share: 0.12, calm: 1.8, at5: 2.8, at10: 3.7 },
];

for (const { share, calm, at5, at10 } of REFUSED_AT) {
  const rate = `${Number((100 * share).toFixed(1))} % a night`;

  test(`what creeps by ${rate} is refused at ${calm} times where it began, and every night from then on`, () => {
    const falling = creeping(share).map((value) => 10_000 / value);
    for (const refused of [refusals(creeping(share)), refusals(falling, 'tokens per second')]) {
      const first = refused.indexOf(true);
      assert.ok(first > 0 && (1 + share) ** first <= calm, `night ${first}`);
      assert.ok(refused.slice(first).every(Boolean));
    }
  });

  test(`so is what creeps by ${rate} amid noise: at ${at5} times where that is 5 %, at ${at10} times where it is 10 %`, (t) => {
    for (const [spread, most] of [
      [0.05, at5],
      [0.1, at10],
    ] as const) {
      const one = logNormal(spread, seeded(1));
      const histories = Array.from({ length: 20 }, () =>
        refusals(creeping(share).map((value) => (value * one()) / 100)),
      );
      const firsts = histories.map((refused) => (refused.includes(true) ? refused.indexOf(true) : NIGHTS));
      const reached = firsts.map((first) => (1 + share) ** first).sort((a, b) => a - b);
      t.diagnostic(`${100 * spread} %: refused at ${reached.map((it) => it.toFixed(2)).join(', ')}`);
      assert.ok((reached[18] ?? Number.NaN) <= most, `${100 * spread} %: ${reached.join()}`);
      const late = histories.flatMap((refused) => refused.slice(-20));
      assert.ok(late.filter(Boolean).length >= 0.95 * late.length, 'it stays refused');
    }
  });
}

test('60 nights of good runs are refused as rarely as single ones: 1 of 1,000', (t) => {
  for (const spread of [0.05, 0.1]) {
    const one = logNormal(spread, seeded(11));
    const refused = Array.from({ length: 300 }, () => refusals(nights(NIGHTS, one))).flat();
    const share = refused.filter(Boolean).length / refused.length;
    t.diagnostic(`${100 * spread} %: ${(100 * share).toFixed(3)} %`);
    assert.ok(share <= 0.001, `${100 * spread} %: ${100 * share} %`);
  }
});

test('failures that become one more every third night, or every eighth, are refused where 5 are too many', () => {
  for (const every of [3, 8]) {
    const failures = nights(2 * NIGHTS, (night) => Math.floor(night / every));
    const refused = refusals(failures, 'failed requests');
    const first = refused.indexOf(true);
    assert.ok(first > 0 && (failures[first] ?? Number.NaN) <= 5, `${failures[first]}`);
    assert.ok(refused.slice(first).every(Boolean));
  }
});

test('what got better is where a creep begins: it is not lost again little by little', () => {
  const values = [...nights(40, () => 100), ...creeping(0, 10, 50), ...creeping(0.05, 30, 50)];
  const refused = refusals(values);
  assert.ok((values[refused.indexOf(true)] ?? 0) <= 50 * 1.3);
  assert.ok(refused.slice(refused.indexOf(true)).every(Boolean));
  const rate = [...nights(20, () => 80), ...nights(10, () => 99), 88];
  assert.equal(refusals(rate, 'success rate in percent').at(-1), true, 'of successes what is left counts');
});

test('so is a level that a waiver accepted, and ten runs on it tell better where it is than the one that was excused', () => {
  const calm = nights(12, (night) => 100 + (night % 2));
  const crept = [...calm, 150, ...creeping(0.05, 30, 150)];
  const refused = refusals(crept, LATENCY, [12]);
  const first = refused.indexOf(true, 13);
  assert.ok(refused[12] && first > 13 && (crept[first] ?? 0) <= 150 * 1.3, `${crept[first]} ms`);
  const lucky = [...calm, 150, ...nights(10, (night) => 160 + (night % 2)), 170];
  assert.equal(refusals(lucky, LATENCY, [12]).at(-1), false);
});

test('a rise of the latest runs is no spread of good ones, one that was slow alone is', () => {
  const rising = creeping(0.05, 6);
  const reference = referenceOf(rising, kindOf(LATENCY));
  assert.equal(judgeFigure(reference, 134, rising, kindOf(LATENCY)).verdict, 'worse');
  const apart = [100, 128, 105, 110, 122, 116];
  assert.equal(judgeFigure(reference, 134, apart, kindOf(LATENCY)).verdict, 'inconclusive');
});
