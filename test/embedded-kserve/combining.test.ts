import { deepEqual, equal, match, throws } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rollUp, withCondition } from '../../fixtures/embedded/systems/kserve/conditions.ts';
import { mergeLayers } from '../../fixtures/embedded/systems/kserve/merge.ts';
import { childName } from '../../fixtures/embedded/systems/kserve/names.ts';
import { goFields, render } from '../../fixtures/embedded/systems/kserve/template.ts';

describe('layers of a spec', () => {
  const lower = {
    containers: [{ name: 'main', image: 'a', args: ['1', '2'], env: [{ name: 'X', value: '1' }] }],
    replicas: 1,
  };

  test('containers and variables belong together by name, arguments are one value', () => {
    const upper = {
      containers: [{ name: 'main', args: ['3'], env: [{ name: 'Y', value: '2' }] }, { name: 'other' }],
    };
    deepEqual(mergeLayers(lower, upper), {
      containers: [
        {
          name: 'main',
          image: 'a',
          args: ['3'],
          env: [
            { name: 'X', value: '1' },
            { name: 'Y', value: '2' },
          ],
        },
        { name: 'other' },
      ],
      replicas: 1,
    });
  });

  test('the layers themselves stay as they are', () => {
    const before = structuredClone(lower);
    mergeLayers(lower, { containers: [{ name: 'main', image: 'b' }] }).containers[0].env.push({});
    deepEqual(lower, before);
  });

  test('resources are merged key by key', () => {
    deepEqual(mergeLayers({ requests: { cpu: '1', memory: '2' } }, { requests: { cpu: '3' } }), {
      requests: { cpu: '3', memory: '2' },
    });
  });
});

describe('templates', () => {
  const data = goFields({ name: 'svc', spec: { model: { name: 'm', uri: 'u' } } });

  test('know fields and ChildName', () => {
    equal(render('a {{ .Name }} b {{.Spec.Model.Name}}{{ .Spec.Model.URI }}', data), 'a svc b mu');
    equal(render('{{ ChildName .Name "-x" }}', data), 'svc-x');
    deepEqual(render({ a: ['{{.Name}}', 3] }, data), { a: ['svc', 3] });
  });

  const wrong: [string, RegExp][] = [
    ['{{ .Spec.Nothing }}', /map has no entry for key "Nothing"/],
    ['{{ Upper .Name }}', /function "Upper" not defined/],
    ['{{ ChildName .Name }}', /wrong number of args/],
    ['{{ .Spec }}', /no text/],
  ];
  for (const [text, message] of wrong)
    test(`refuse ${text}`, () => throws(() => render(text, data), message));
});

describe('conditions', () => {
  test('keep their transition time while their status stays', () => {
    const first = withCondition([], { type: 'A', status: 'False', reason: 'x' }, 't1');
    const second = withCondition(first, { type: 'A', status: 'False', reason: 'y' }, 't2');
    equal(second[0]?.lastTransitionTime, 't1');
    equal(second[0]?.reason, 'y');
    equal(withCondition(second, { type: 'A', status: 'True' }, 't3')[0]?.lastTransitionTime, 't3');
  });

  test('roll up to the worst', () => {
    const yes = { type: 'A', status: 'True' } as const;
    const no = { type: 'B', status: 'False', reason: 'r', message: 'm' } as const;
    deepEqual(rollUp('R', [yes, yes]), { type: 'R', status: 'True' });
    deepEqual(rollUp('R', [undefined, no]), { type: 'R', status: 'False', reason: 'r', message: 'm' });
    deepEqual(rollUp('R', [yes, undefined]), { type: 'R', status: 'Unknown' });
  });
});

test('names that are too long are shortened with a hash', () => {
  equal(childName('a', '-kserve'), 'a-kserve');
  const long = childName('a'.repeat(60), '-kserve');
  equal(long.length, 63);
  match(long, /^a+[0-9a-f]{32}-kserve$/);
});
