import { type Amount, amountInWords, holdsAmount } from '../../../amounts/amount.ts';
import type { Cluster } from '../../../cluster/cluster.ts';
import type { Attaching } from '../../../judging/check-results.ts';
import type { Duration } from '../../../waiting/duration.ts';
import type { Reading } from '../expected.ts';
import { isReady, listWorkloadPods } from '../pods.ts';
import type { Session } from '../requests/sessions.ts';
import { nameOf, type Subject } from '../served.ts';
import { linesMustMention, programLines, type TextRow } from './service-logs.ts';

async function* linesOfSession(
  cluster: Cluster,
  subject: Subject,
  program: string,
  { id }: Session,
): AsyncIterable<string> {
  for await (const line of programLines(cluster, subject, program)) if (line.includes(id)) yield line;
}

/** Waits, row by row, until a line of the program that names the session holds the text. */
export function sessionLogMustMention(
  world: Attaching,
  reading: Reading,
  program: string,
  session: Session,
  rows: readonly TextRow[],
  limit: Duration,
): Promise<void> {
  const { cluster, subject } = reading;
  const where = `log of the ${program} of ${nameOf(subject)}, in lines of session ${session.id}`;
  const lines = () => linesOfSession(cluster, subject, program, session);
  return linesMustMention(world, reading, where, lines, rows, limit);
}

/** What follows one of the texts in a line: the name or the address of a pod. */
function namedAfter(line: string, texts: readonly string[]): string | undefined {
  for (const text of texts) {
    const at = line.indexOf(text);
    if (at >= 0) return /^\s*([A-Za-z0-9.-]+)/.exec(line.slice(at + text.length))?.[1];
  }
  return undefined;
}

/**
 * Waits until the scheduler's log names a chosen pod for the wanted number of the session's requests: always the same, one of the
 * service's workload pods, and the one that served the session first where that is known.
 */
export async function oneChoiceMustBeLogged(
  { cluster, subject, words }: Reading,
  session: Session,
  amount: Amount,
  limit: Duration,
): Promise<void> {
  const texts = words.list('the chosen pod in the log');
  const pods = (await listWorkloadPods(cluster, subject)).filter(isReady);
  const nameFor = (named: string) =>
    pods.find(({ metadata, status }) => [metadata.name, status?.podIP].includes(named))?.metadata.name;
  await cluster.waitFor(
    `log of the scheduler of ${nameOf(subject)}: expected one workload pod for ${amountInWords(amount)} requests of session ${session.id}`,
    async () => {
      const chosen: string[] = [];
      for await (const line of linesOfSession(cluster, subject, 'scheduler', session))
        chosen.push(namedAfter(line, texts) ?? '');
      const named = chosen.filter((name) => name !== '');
      const [only, ...others] = new Set(named.map(nameFor));
      const isOne = only !== undefined && others.length === 0 && (session.pod ?? only) === only;
      return isOne && holdsAmount(amount, named.length)
        ? { met: true, value: only }
        : { met: false, seen: choicesInWords(named, chosen.length, session) };
    },
    { limit },
  );
}

const choicesInWords = (named: readonly string[], lines: number, { pod }: Session): string =>
  `${named.length} choices in ${lines} lines of the session${named.length > 0 ? `: ${[...new Set(named)].join(', ')}` : ''}${pod ? `; ${pod} served it first` : ''}`;
