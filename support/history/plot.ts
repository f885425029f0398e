/** One point of a plot. */
export interface Point {
  /** What a reader sees when pointing at it. */
  readonly title: string;
  readonly value: number;
  /** A part of the scenarios only: drawn hollow, and left out of the line. */
  readonly partial?: boolean;
}

export interface Plot {
  readonly title: string;
  readonly points: readonly Point[];
  /** `12.4 ms`. */
  readonly text: (value: number) => string;
  /** The same beside the scale, whose numbers are round. */
  readonly scale: (value: number) => string;
  /** Bounds of the scale; by default those of the points, from 0. */
  readonly most?: number;
}

const WIDTH = 640;
const HEIGHT = 196;
const LEFT = 72;
const RIGHT = 16;
const TOP = 50;
const BOTTOM = 22;

/**
 * A line over runs as one SVG, self-contained: points at equal distances in the order of the runs, a scale from 0, and
 * a title for each point. Colours follow the reader's dark or light mode.
 */
export function plotSvg({ title, points, text, scale, most }: Plot): string {
  const top = most ?? niceAbove(Math.max(0, ...points.map(({ value }) => value)));
  const x = (index: number): number =>
    LEFT + (points.length < 2 ? 0.5 : index / (points.length - 1)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM);
  const line = points.flatMap((point, index) =>
    point.partial ? [] : [`${fixed(x(index))},${fixed(y(point.value))}`],
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${escaped(summaryOf(title, points, text))}">`,
    `<style>${PLOT_STYLE}</style>`,
    `<rect class="ground" width="${WIDTH}" height="${HEIGHT}"/>`,
    `<text class="title" x="${LEFT}" y="20">${escaped(title)}</text>`,
    ...(points.length > 0
      ? [`<text class="label" x="${LEFT}" y="37">${escaped(latestOf(points, text))}</text>`]
      : []),
    ...[0, top / 2, top].flatMap((value) => [
      `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${fixed(y(value))}" y2="${fixed(y(value))}"/>`,
      `<text class="label" x="${LEFT - 8}" y="${fixed(y(value) + 4)}" text-anchor="end">${escaped(scale(value))}</text>`,
    ]),
    ...(line.length > 1 ? [`<polyline class="line" points="${line.join(' ')}"/>`] : []),
    ...points.map(
      ({ title: of, value, partial }, index) =>
        `<circle class="${partial ? 'partial' : 'point'}" cx="${fixed(x(index))}" cy="${fixed(y(value))}" r="3.5"><title>${escaped(`${of}: ${text(value)}`)}</title></circle>`,
    ),
    '</svg>',
  ].join('\n');
}

/** What is in the style element of every plot. */
export const PLOT_STYLE = `
.ground{fill:#fff}.title{font:600 14px system-ui,sans-serif;fill:#1c1f24}.label{font:11px system-ui,sans-serif;fill:#4d5562}
.grid{stroke:#d6dae1}.line{fill:none;stroke:#1d5fbf;stroke-width:2}.point{fill:#1d5fbf}.partial{fill:#fff;stroke:#1d5fbf;stroke-width:1.5}
@media (prefers-color-scheme:dark){.ground,.partial{fill:#14171c}.title{fill:#e8eaee}.label{fill:#aab2bf}.grid{stroke:#343a44}.line,.partial{stroke:#7fb0ff}.point{fill:#7fb0ff}}
`;

/** `latest 9.0 s (a part), latest whole run 46.8 s`. */
function latestOf(points: readonly Point[], text: Plot['text']): string {
  const latest = points.at(-1);
  const whole = points.findLast(({ partial }) => !partial);
  if (latest === undefined || latest === whole) return `latest ${text(latest?.value ?? 0)}`;
  return `latest ${text(latest.value)} (a part)${whole ? `, latest whole run ${text(whole.value)}` : ''}`;
}

/** What a reader hears who sees no picture. */
function summaryOf(title: string, points: readonly Point[], text: Plot['text']): string {
  const latest = points.at(-1);
  return latest ? `${title}: ${points.length} runs, the latest ${text(latest.value)}` : `${title}: no runs`;
}

/** The next 1, 2 or 5 times a power of ten: scales that people read. */
function niceAbove(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10);
}

const fixed = (coordinate: number): string => coordinate.toFixed(1);

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as SVG and HTML take it. */
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
