/** A span in words for messages: `0.4 s`, `45 s`, `4 min`, `2.5 h`. Milliseconds in. */
export function spanText(milliseconds: number): string {
  const seconds = milliseconds / 1_000;
  if (seconds < 10) return `${trim(seconds)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${trim(seconds / 60)} min`;
  return `${trim(seconds / 3_600)} h`;
}

const trim = (value: number): string => String(Math.round(value * 10) / 10);
