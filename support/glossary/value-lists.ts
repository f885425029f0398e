import path from 'node:path';
import { figureNames } from '../metrics/figure-names.ts';
import { kindWords } from '../systems/kserve/kinds.ts';
import { settingProblem, valueOfSetting } from '../systems/kserve/manifests/manifest-settings.ts';
import { partSettings } from '../systems/kserve/part-settings.ts';
import { podSettings } from '../systems/kserve/pods/pod-settings.ts';
import { zeroReplicaOutcomes } from '../systems/kserve/pods/zero-replicas.ts';
import { CONDITION_NAMES } from '../systems/kserve/service/condition-names.ts';
import { BELONGINGS } from '../systems/kserve/service/deletion.ts';
import { OBJECT_QUALITIES } from '../systems/kserve/service/promises-of-namespaces.ts';
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

/** The column whose cells are names of manifests. */
export const MANIFEST_COLUMN = 'manifest';

/** A word of the list that stands for many: `label <key>`. */
export const isForm = (value: string): boolean => value.includes('<');

/** The lists of words that tables may hold, read from the code that understands them. */
export const valueLists = (): ValueList[] => [...settingLists(), ...otherLists()];

const about =
  (...texts: string[]): ValueList['has'] =>
  ({ pattern }) =>
    texts.some((text) => pattern.includes(text));

/** A list that applies to everything, in the tables of the steps that hold one of these texts. */
const list = (title: string, column: string, words: readonly string[], ...texts: string[]): ValueList => ({
  title,
  column,
  has: about(...texts),
  groups: new Map([['', words]]),
});

/** What a table may set or expect to be set. */
function settingLists(): ValueList[] {
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
    list(
      'Settings of a part of a service',
      'setting',
      partSettings(),
      'its {part} has these settings',
      'LeaderWorkerSets has these settings',
    ),
    list('Settings of a pod', 'setting', podSettings(), 'each of its {pods} has these settings'),
    list(
      'Settings of the operator',
      'setting',
      [...keysIn(file('manifests/operator-settings'), 'SETTINGS').keys()],
      'I change these settings of the operator',
    ),
    list(
      'Settings of a status',
      'setting',
      [...keysIn(file('service/promises-of-status'), 'SETTINGS').keys()],
      'its status has these settings',
    ),
  ];
}

/** What a table may name besides. */
function otherLists(): ValueList[] {
  return [
    list('Figures', 'figure', figureNames(), 'these figures were measured'),
    list(
      'Places of a container',
      'place',
      [...keysIn(file('pods/promises-of-pods'), 'PLACES').keys()],
      'has these containers',
    ),
    list(
      'What a header may hold',
      'value',
      [...keysIn(file('requests/promises-of-answers'), 'VALUES').keys()],
      'carries these headers',
    ),
    list(
      'Kinds that a deleted service takes with it',
      'kind',
      BELONGINGS,
      'its objects of these kinds are gone',
    ),
    list(
      'What can be looked for in a namespace',
      'event',
      [...keysIn(file('groups/group-lives'), 'HAPPENINGS').keys()],
      'none of these happens',
    ),
    list('Outcomes of zero replicas', 'outcome', zeroReplicaOutcomes(), 'of these outcomes the one'),
    list('Kinds', 'kind', kindWords, 'holds none of these'),
    list('Conditions', 'condition', CONDITION_NAMES, 'these conditions'),
    list(
      'Objects of a namespace',
      'object',
      kindWords.map((kind) => `${kind} <name>`),
      'holds these objects',
    ),
    list('What an object has', 'with', OBJECT_QUALITIES, 'holds these objects'),
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
  column === 'container' ||
  (column === 'value' && /^(?:its|each of its) .* has these settings/.test(step.pattern));
