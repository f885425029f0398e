import path from 'node:path';
import { figureNames } from '../metrics/figure-names.ts';
import { kindWords } from '../systems/kserve/kinds.ts';
import { settingProblem, valueOfSetting } from '../systems/kserve/manifests/manifest-settings.ts';
import { partSettings } from '../systems/kserve/part-settings.ts';
import { podSettings } from '../systems/kserve/pods/pod-settings.ts';
import { zeroReplicaOutcomes } from '../systems/kserve/pods/zero-replicas.ts';
import { BELONGINGS } from '../systems/kserve/service/deletion.ts';
import { keysIn } from './constant-words.ts';
import type { StepPattern } from './step-definitions.ts';

/** What the cells of a column may say in some steps. */
export interface ValueList {
  readonly title: string;
  readonly column: string;
  /** The steps whose tables it is about. */
  has(step: StepPattern): boolean;
  /** The words, by what they apply to; one group without a name where they apply to everything. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** What the `value` beside a word must be, where it is more than a text. */
  readonly mustBe?: (word: string) => string | undefined;
  /** What is wrong with the `value` beside a word, in the words of the step; all that is asked of a kind or of any. */
  readonly problemOf?: (kind: string | undefined, word: string, value: string) => string | undefined;
}

const KSERVE = path.join('support', 'systems', 'kserve');
const file = (name: string): string => path.join(KSERVE, `${name}.ts`);

/** A word of the list that stands for many: `label <key>`. */
export const isForm = (value: string): boolean => value.includes('<');

/** The lists of words that tables may hold, read from the code that understands them. */
export function valueLists(): ValueList[] {
  const one = (values: readonly string[]) => new Map([['', values]]);
  const about =
    (...texts: string[]) =>
    ({ pattern }: StepPattern): boolean =>
      texts.some((text) => pattern.includes(text));
  return [
    {
      title: 'Settings that a manifest can be changed in',
      column: 'setting',
      has: about(
        '{manifest} with these settings',
        '{manifest} has been applied with',
        'change these settings of it',
        'these settings of the {kind}',
        'would be accepted with these settings',
      ),
      groups: keysIn(file('manifests/manifest-settings'), 'EDITS'),
      problemOf: settingProblem,
      mustBe: valueOfSetting,
    },
    {
      title: 'Settings of a part of a service',
      column: 'setting',
      has: about('its {part} has these settings', 'LeaderWorkerSets has these settings'),
      groups: one(partSettings()),
    },
    {
      title: 'Settings of a pod',
      column: 'setting',
      has: about('each of its {pods} has these settings'),
      groups: one(podSettings()),
    },
    {
      title: 'Settings of the operator',
      column: 'setting',
      has: about('I change these settings of the operator'),
      groups: one([...keysIn(file('manifests/operator-settings'), 'SETTINGS').keys()]),
    },
    {
      title: 'Settings of a status',
      column: 'setting',
      has: about('its status has these settings'),
      groups: one([...keysIn(file('service/promises-of-status'), 'SETTINGS').keys()]),
    },
    {
      title: 'Figures',
      column: 'figure',
      has: about('these figures were measured'),
      groups: one(figureNames()),
    },
    {
      title: 'Places of a container',
      column: 'place',
      has: about('has these containers'),
      groups: one([...keysIn(file('pods/promises-of-pods'), 'PLACES').keys()]),
    },
    {
      title: 'What a header may hold',
      column: 'value',
      has: about('carries these headers'),
      groups: one([...keysIn(file('requests/promises-of-answers'), 'VALUES').keys()]),
    },
    {
      title: 'Kinds that a deleted service takes with it',
      column: 'kind',
      has: about('its objects of these kinds are gone'),
      groups: one(BELONGINGS),
    },
    {
      title: 'What can be looked for in a namespace',
      column: 'event',
      has: about('none of these happens'),
      groups: one([...keysIn(file('groups/group-lives'), 'HAPPENINGS').keys()]),
    },
    {
      title: 'Outcomes of zero replicas',
      column: 'outcome',
      has: about('of these outcomes the one'),
      groups: one(zeroReplicaOutcomes()),
    },
    {
      title: 'Kinds',
      column: 'kind',
      has: about('holds none of these'),
      groups: one(kindWords),
    },
  ];
}

/** Parts of a service that a cell may name instead of a text. */
export const partWords = (): string[] => [...keysIn(file('expected'), 'PART_WORDS').keys()];

/** What is filled into the text of a cell. */
export const PLACEHOLDERS: Readonly<Record<string, string>> = {
  '{name}': 'the name of the service',
  '{namespace}': 'the namespace of the service',
  '{model URI}': 'the model that its manifest names',
  '{system namespace}': 'the namespace of the controller',
  '{image <word>}': 'the image that the target has for a word of manifests',
  '{gateway}': 'the address of its gateway',
};

/** True where the cells of a column are read as a word of the release, a part of the service or a text with placeholders. */
export const readsWords = (step: StepPattern, column: string): boolean =>
  (column === 'text' && (step.noun === 'logs' || step.pattern.startsWith('its condition'))) ||
  column === 'arguments' ||
  column === 'header' ||
  (column === 'value' && /^(?:its|each of its) .* has these settings/.test(step.pattern));
