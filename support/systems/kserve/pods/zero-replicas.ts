import type { ApiRefusal, Cluster } from '../../../cluster/cluster.ts';
import { type Attaching, judgeRows, NotPromised } from '../../../judging/check-results.ts';
import { UnknownWord } from '../../../spelling/unknown-word.ts';
import { type Duration, seconds } from '../../../waiting/duration.ts';
import type { ReleaseWords } from '../expected.ts';
import { partsOf } from '../parts.ts';
import { isStaying, listPods, podsInWords } from '../pods.ts';
import { nameOf, type Subject } from '../served.ts';
import { podsMustBe } from './promises-of-pods.ts';

/** The word of the release that chooses among the outcomes that the document leaves open (lines 2847 to 2849). */
const WORD = 'the outcome of zero replicas';
/** What a refusal says (document 000, line 2848). */
const REFUSAL = 'replicas must be >= 1';
/** How long what has been reached, one replica or none, must stay before it counts. */
const TO_STAY = seconds(60);

interface Asked {
  cluster: Cluster;
  subject: Subject;
  refusal: ApiRefusal | undefined;
  limit: Duration;
}

const OUTCOMES: Record<string, (asked: Asked) => Promise<void> | void> = {
  'accepted, every pod ends': async (asked) => {
    mustBeAccepted(asked);
    await everyPodMustEnd(asked);
  },
  'refused, at least one is needed': ({ subject, refusal }) => {
    if (refusal?.message.includes(REFUSAL) !== true)
      throw new Error(
        `${nameOf(subject)}: expected 0 replicas to be refused with "${REFUSAL}", got ${refusal ? refusal.message : 'it was accepted'}`,
      );
  },
  'accepted, one pod is kept': async (asked) => {
    mustBeAccepted(asked);
    const options = { limit: asked.limit, stableFor: TO_STAY };
    await podsMustBe(asked.cluster, asked.subject, { least: 1, most: 1 }, 'ready', options);
  },
};

/** What a table of outcomes may name. */
export const zeroReplicaOutcomes = (): string[] => [...Object.keys(OUTCOMES), WORD];

/** Judges the rows' outcomes: the one that the release promises (or the word itself) must be seen, the others are not promised. */
export const zeroReplicasMustEndAs = (
  world: Attaching,
  words: ReleaseWords,
  asked: Asked,
  rows: readonly { check?: string; outcome: string }[],
): Promise<void> => {
  const [promised = ''] = words.list(WORD);
  const judge = OUTCOMES[promised];
  if (!judge)
    throw new UnknownWord(
      `the release says "${promised}" for "${WORD}": write one of ${Object.keys(OUTCOMES).join(' | ')}`,
    );
  return judgeRows(world, rows, async ({ outcome }) => {
    if (outcome !== WORD && !OUTCOMES[outcome])
      throw new UnknownWord(`"${outcome}" is no outcome: write one of ${Object.keys(OUTCOMES).join(' | ')}`);
    if (outcome !== WORD && outcome !== promised) throw new NotPromised(`the release promises "${promised}"`);
    await judge(asked);
  });
};

function mustBeAccepted({ subject, refusal }: Asked): void {
  if (refusal)
    throw new Error(`${nameOf(subject)}: expected 0 replicas to be accepted, got ${refusal.message}`);
}

/** The Deployment is told 0, knows it, and no pod of it is left or comes back. */
async function everyPodMustEnd({ cluster, subject, limit }: Asked): Promise<void> {
  await cluster.waitFor(
    `${nameOf(subject)}: expected every workload pod to end`,
    async () => {
      const [deployment] = await partsOf(cluster, subject, 'Deployment');
      if (!deployment) return { met: false, seen: 'no Deployment that it owns' };
      const { spec, status, metadata } = deployment;
      const isCurrent = Number(status?.observedGeneration ?? 0) >= Number(metadata.generation ?? 0);
      const pods = await listPods(cluster, subject);
      return spec?.replicas === 0 && isCurrent && pods.length === 0
        ? { met: true, value: deployment }
        : {
            met: false,
            seen: `its Deployment is told ${spec?.replicas}, ${pods.filter(isStaying).length} pods stay: ${podsInWords(pods)}`,
          };
    },
    { limit, stableFor: TO_STAY },
  );
}
