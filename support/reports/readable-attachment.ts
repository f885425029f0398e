import { counted } from '../amounts/counted.ts';
import { CHECK_RESULTS, type CheckResult, NO_COLUMN, SKIP_REASON } from '../judging/check-results.ts';
import type { RecordedAttachment } from '../verdict/attempts.ts';
import { IMAGES, type NotedImages } from '../verdict/pod-images.ts';
import { EVIDENCE, type Evidence, FIGURES, KEPT, WORDS } from '../verdict/suite-attachments.ts';

/** The most characters of an attachment that a page shows; all of it lies in the evidence or the messages. */
const MOST = 200_000;

export interface ReadableText {
  readonly name: string;
  readonly text: string;
}

/** An attachment as a person reads it: the suite's own machine-readable ones are put into words. */
export function readableText(attachment: RecordedAttachment): ReadableText {
  const text = attachment.text ?? `${attachment.mediaType}, not shown: it is not text`;
  const words = WORDINGS[attachment.mediaType];
  if (words === undefined) return { name: attachment.name ?? nameFor(attachment.mediaType), text: cut(text) };
  return { name: words.name, text: cut(worded(text, words.word)) };
}

interface Wording {
  readonly name: string;
  readonly word: (content: unknown) => string;
}

const WORDINGS: Readonly<Record<string, Wording>> = {
  [CHECK_RESULTS]: {
    name: 'verdict of each check',
    word: (content) =>
      (content as CheckResult[])
        .map(
          ({ id, verdict, message }) =>
            `${id === NO_COLUMN ? 'a row' : id || 'a row without a check'} ${verdict}${message ? `: ${message}` : ''}`,
        )
        .join('\n'),
  },
  [SKIP_REASON]: {
    name: 'why it was skipped',
    word: (content) => {
      const { needs, found } = content as { needs: unknown; found: unknown };
      return `needs ${String(needs)}; found ${String(found)}`;
    },
  },
  [EVIDENCE]: {
    name: 'evidence',
    word: (content) => {
      const evidence = content as Evidence;
      const lines = evidence.tellingLines ?? [];
      return [`${evidence.class}: ${evidence.cause}`, ...lines, `all of it: ${evidence.directory}`].join(
        '\n',
      );
    },
  },
  [KEPT]: {
    name: 'kept on the cluster: to look and to delete',
    word: (content) => (content as { commands: string[] }).commands.join('\n'),
  },
  [IMAGES]: {
    name: 'images of its pods',
    word: (content) => {
      const { images, unread = [] } = content as NotedImages;
      const lines = images.map(
        ({ image, id = 'no digest known', part, pods }) =>
          `${image} (${id}), ${part}, ${counted(pods.length, 'pod')}`,
      );
      return [...lines, ...unread].join('\n');
    },
  },
  [WORDS]: { name: 'words of the release', word: assignments },
  [FIGURES]: { name: 'measured figures', word: assignments },
};

function assignments(content: unknown): string {
  return Object.entries(content as Record<string, unknown>)
    .map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
    .join('\n');
}

/** Something that is not what its media type says is shown as it came. */
function worded(text: string, word: (content: unknown) => string): string {
  try {
    return word(JSON.parse(text));
  } catch {
    return text;
  }
}

const nameFor = (mediaType: string): string =>
  mediaType.includes('cucumber.log') ? 'log' : (mediaType.split(';')[0] ?? mediaType);

const cut = (text: string): string =>
  text.length <= MOST ? text : `${text.slice(0, MOST)}\n… ${text.length - MOST} more characters`;
