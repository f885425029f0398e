import { deepStrictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ApiError, type Fields, type KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import { serverSideApply, trackUpdate } from '../../fixtures/embedded/api-server/apply/apply.ts';
import { compileSchema } from '../../fixtures/embedded/api-server/schema/crd.ts';

/** One write and what the reference library answers to it: conflicts, or the object and who owns what in it. */
interface Step {
  op: 'apply' | 'update';
  manager: string;
  force: boolean;
  spec: Fields;
  labels?: Fields;
  expect: { conflicts?: string[]; spec?: Fields; labels?: Fields; owners?: Fields };
}

const text = { type: 'string' };
const texts = { type: 'object', additionalProperties: text };
const set = { type: 'array', 'x-kubernetes-list-type': 'set', items: text };
const schema = compileSchema({
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        s1: text,
        s2: text,
        m: texts,
        am: { ...texts, 'x-kubernetes-map-type': 'atomic' },
        set,
        al: { type: 'array', items: text },
        st: { type: 'object', properties: { a: text, m: texts } },
        kl: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['kind', 'name'],
          items: {
            type: 'object',
            required: ['name'],
            properties: { name: text, kind: { ...text, default: 'plain' }, v: text, m: texts, set },
          },
        },
      },
    },
  },
});

const identity = { apiVersion: 'e.com/v1', kind: 'W' };

function written(live: KubeObject | undefined, step: Step): KubeObject {
  if (step.op === 'update') return updated(live, step);
  const metadata = { name: 'w', ...(step.labels ? { labels: step.labels } : {}) };
  const { manager, force, spec } = step;
  const applied = { ...identity, metadata, spec };
  return serverSideApply(live, applied, { manager, force, now: 't', resource: 'w', isCustom: true, schema });
}

function updated(live: KubeObject | undefined, { manager, spec }: Step): KubeObject {
  const after: KubeObject = live ? structuredClone(live) : { ...identity, metadata: { name: 'w' } };
  const entries = Object.entries({ ...after.spec, ...spec }).filter(([, value]) => value !== null);
  after.spec = Object.fromEntries(entries);
  after.metadata.managedFields = trackUpdate(live, after, { manager, now: 't', schema });
  return after;
}

function conflictsOf(error: ApiError): string[] {
  return error.details.causes
    .map(({ message, field }: Fields) => {
      const [, manager, update] = /conflict with "(\w)"( using)?/.exec(message) ?? [];
      return `${manager}/${update ? 'Update' : 'Apply'} ${field}`;
    })
    .sort();
}

function expectStep(live: KubeObject | undefined, step: Step): KubeObject | undefined {
  try {
    const next = written(live, step);
    const { labels, managedFields } = next.metadata;
    const owners = Object.fromEntries(
      (managedFields ?? []).map(({ manager, operation, fieldsV1 }) => [`${manager}/${operation}`, fieldsV1]),
    );
    deepStrictEqual({ spec: next.spec, ...(labels ? { labels } : {}), owners }, step.expect);
    return next;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    deepStrictEqual({ conflicts: conflictsOf(error) }, step.expect);
    return live;
  }
}

describe('server-side apply as the reference library answers', () => {
  const [, ...lines] = readFileSync(join(import.meta.dirname, 'apply-vectors.jsonl'), 'utf8')
    .trim()
    .split('\n');
  const scenarios: Step[][] = lines.map((line) => JSON.parse(line));
  for (const [index, steps] of scenarios.entries()) {
    it(`scenario ${index + 1}: ${steps.map(({ op, manager }) => `${op} by ${manager}`).join(', ')}`, () => {
      steps.reduce<KubeObject | undefined>(expectStep, undefined);
    });
  }
});
