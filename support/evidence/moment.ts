/** Something that happened, on the cluster's clock. */
export interface Moment {
  /** RFC 3339. */
  at: string;
  /** Who tells it: `event`, `pod x`, `log x/main`, `http`. */
  source: string;
  text: string;
}

/** Moments from `since` on in their order, one a line; moments of one second stay as they were given. */
export function timeline(moments: readonly Moment[], since: Date): string {
  const dated = moments
    .map((moment) => ({ ...moment, time: Date.parse(moment.at) }))
    .filter(({ time }) => time >= Math.floor(since.getTime() / 1_000) * 1_000)
    .sort((a, b) => a.time - b.time);
  const width = Math.min(40, Math.max(0, ...dated.map(({ source }) => source.length)));
  return dated
    .map(({ at, source, text }) => `${at.slice(0, 19)}Z  ${source.padEnd(width)}  ${text}\n`)
    .join('');
}
