const WORD_OR_TEXT = 'a [word of the release](#words-of-the-release) or the text itself';
const WORD = 'a [word of the release](#words-of-the-release)';
const CONDITION = 'one of the [conditions](#conditions)';
const OWN_TEXT = 'any text of your own';

/** What may stand in quotes, by what stands before the quotes or behind them: the first that fits. */
const QUOTED: readonly [before: RegExp, behind: RegExp, meaning: string][] = [
  [/ listener $/, /^/, 'a listener, by its name in the manifest of the gateway'],
  [/(?:reports|reporting|has reported|condition) $/, /^/, CONDITION],
  [/because gateway $/, /^/, 'the name of a gateway that does not exist'],
  [/gateway $/, /^/, `a gateway: its name, alone or with its namespace, or ${WORD}`],
  [/because of $/, /^/, WORD],
  [/HTTPRoute is refused .* because $/, /^/, 'a reason or a part of the message, as the gateway reports it'],
  [/(?:because|at first as|says|end in|image) $/, /^/, WORD_OR_TEXT],
  [/label of $/, /^/, 'what stands before the `/` of labels: `llm-d.ai`'],
  [/model format $/, /^/, 'a model format of runtimes: `vllm`'],
  [/at port \{int\} as $/, /^/, 'a host name'],
  [/(?:Secret|certificate) $/, /^/, 'a Secret, by the name of its [manifest](#manifests)'],
  [/show $/, /^ of the Secret/, 'a key of the Secret'],
  [/claim $/, /^/, 'a claim, by the name of its [manifest](#manifests)'],
  [/service account $/, /^/, 'an account, by the name of its [manifest](#manifests)'],
  [/the \{kind\} $/, /^/, 'an object of that kind, by its name'],
  [/^$/, /^ of each answer/, `a header: ${WORD_OR_TEXT}`],
  [/(?:ask it|go on with|has answered|mention) $/, /^/, OWN_TEXT],
  [/^$|in which $/, /^(?: in \{session\}| was answered| and \{int\} follow-ups)/, OWN_TEXT],
];

/** What each `{string}` of a pattern may be, in their order; undefined for one of which nothing is said. */
export function quotedTexts(pattern: string): (string | undefined)[] {
  const parts = pattern.split('{string}');
  return parts.slice(1).map((_, index) => {
    const before = parts.slice(0, index + 1).join('{string}');
    const behind = parts[index + 1] ?? '';
    return QUOTED.find(([head, tail]) => head.test(before) && tail.test(behind))?.[2];
  });
}
