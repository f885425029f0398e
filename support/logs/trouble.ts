const TROUBLE =
  /\b(error|failed|failure|fatal|panic|exception|traceback|refused|denied|forbidden|unauthorized|timed? ?out|timeout|not found|no such|killed|oom|invalid|cannot|unable|back-?off)\b/i;
/** `klog` marks errors and warnings with a letter. */
const KLOG = /(^|\s)[EF]\d{4} \d\d:\d\d:\d\d/;

/** `ValueError: …`: what a traceback ends in. */
const RAISED = /(^|\s)[\w.]*(Error|Exception)(:|$)/;
/** Heads of what follows. */
const HEAD = /Traceback \(most recent call last\):$|^During handling of the above exception/;

/** True for a line of a log that tells of trouble. */
export const tellsTrouble = (line: string): boolean =>
  !HEAD.test(line) && (TROUBLE.test(line) || RAISED.test(line) || KLOG.test(line));
