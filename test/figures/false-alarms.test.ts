import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Random, seeded } from '../../fixtures/embedded/random.ts';
import { baselineOf } from '../../support/figures/baseline.ts';
import { judgeFigure, referenceOf } from '../../support/figures/judge-figure.ts';
import { kindOf } from '../../support/metrics/figure-kind.ts';
import { logNormal } from './noise.ts';

/** How many more runs are judged behind each history that is made up. */
const RUNS = 10;

/** A count of what happens this often in a run. */
const poisson = (mean: number, random: Random) => () => {
  let [count, left] = [0, random.next()];
  for (; left > Math.exp(-mean); count += 1) left *= random.next();
  return count;
};

/** The share of runs that is refused behind so many earlier ones, each value being a good one times this; so many earlier ones are made up in all. */
function refused(name: string, one: () => number, earlier: number, times = 1, made = 10_000): number {
  const [id, kind] = [`RK-001.26 ${name}`, kindOf(name)];
  const histories = made / earlier;
  let worse = 0;
  for (let history = 0; history < histories; history += 1) {
    const records = Array.from({ length: earlier }, () => ({
      ...{ figures: { [id]: one() }, checks: {}, simulated: false },
    }));
    const values = baselineOf(id, records);
    const reference = referenceOf(values, kind);
    for (let run = 0; run < RUNS; run += 1)
      if (judgeFigure(reference, one() * times, values, kind).verdict === 'worse') worse += 1;
  }
  return worse / (histories * RUNS);
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

/** Earlier runs. */
const AFTER = [5, 10, 25];

/** So few that only what is far worse can be told. */
const FEW = [1, 2, 3, 4];

for (const [name, spread] of [
  ['p99 latency', 0.03],
  ['p99 latency', 0.1],
  ['p99 latency', 0.2],
  ['p99 latency', 0.3],
  ['tokens per second', 0.2],
] as const)
  test(`of good runs whose ${name} spreads by ${100 * spread} % at most 1 in 500 is refused`, (t) => {
    const one = logNormal(spread, seeded(1));
    const rates = [...FEW, ...AFTER].map((earlier) => refused(name, one, earlier));
    t.diagnostic(`refused behind ${[...FEW, ...AFTER].join(', ')} runs: ${rates.map(percent).join(', ')}`);
    assert.ok(Math.max(...rates) <= 0.002);
  });

test('of good runs with some failed requests at most 1 in 300 is refused, however few there are', (t) => {
  const rates = [0.3, 1, 3, 10].map((mean) => refused('failed requests', poisson(mean, seeded(1)), 10));
  t.diagnostic(`refused behind 10 runs with 0.3, 1, 3, 10 of them: ${rates.map(percent).join(', ')}`);
  assert.ok(Math.max(...rates) <= 1 / 300);
});

test('behind fewer runs so is at most 1 in 300 from 2 on, and 1 in 100 behind one alone', (t) => {
  for (const earlier of [...FEW, 5]) {
    const rates = [0.05, 0.3, 1, 3, 10].map((mean) =>
      refused('failed requests', poisson(mean, seeded(1)), earlier),
    );
    t.diagnostic(`refused behind ${earlier} runs with 0.05, 0.3, 1, 3, 10: ${rates.map(percent).join(', ')}`);
    assert.ok(Math.max(...rates) <= (earlier === 1 ? 1 / 100 : 1 / 300), `behind ${earlier}`);
  }
});

/** How many times as bad a run is that is refused 9 times in 10 behind 1 to 10 runs, by the spread: what `outerLimit` and the prediction limit say of themselves. */
const HELD = {
  0.03: [4.4, 4.4, 4.4, 4.4, 1.6, 1.4, 1.4, 1.3, 1.3, 1.3],
  0.1: [4.9, 4.9, 4.9, 4.8, 3.8, 2.9, 2.5, 2.3, 2.2, 2.1],
  0.2: [6, 5.8, 5.8, 5.6, 5.5, 5.3, 5, 4.7, 4.4, 4.1],
  0.3: [7.2, 6.9, 6.7, 6.5, 6.5, 6.5, 6.3, 6.1, 6, 6],
};

for (const [spread, held] of Object.entries(HELD))
  test(`behind 1 to 10 runs at a spread of ${100 * Number(spread)} % what is ${held.join(', ')} times as bad is refused 9 times in 10`, () => {
    for (const name of ['p99 latency', 'tokens per second'])
      for (const [index, times] of held.entries()) {
        const worse = name === 'p99 latency' ? times : 1 / times;
        const one = logNormal(Number(spread), seeded(2));
        const rate = refused(name, one, index + 1, worse, 4_000);
        assert.ok(rate >= 0.88, `${name} behind ${index + 1}: ${percent(rate)}`);
      }
  });

/** How much worse a run is at which spread, and which share of such runs is refused at least behind 5, 10 and 25 runs. */
const POWER = [
  { times: 1.3, spread: 0.03, least: [0.4, 0.97, 0.97] },
  { times: 2, spread: 0.03, least: [0.99, 0.99, 0.99] },
  { times: 2, spread: 0.1, least: [0.25, 0.85, 0.85] },
];

for (const { times, spread, least } of POWER)
  test(`what takes ${times} times as long is refused at a spread of ${100 * spread} %`, (t) => {
    const one = logNormal(spread, seeded(1));
    const rates = AFTER.map((earlier) => refused('p99 latency', one, earlier, times, 4_000));
    t.diagnostic(`refused behind ${AFTER.join(', ')} runs: ${rates.map(percent).join(', ')}`);
    assert.ok(rates.every((rate, index) => rate > (least[index] ?? 1)));
  });
