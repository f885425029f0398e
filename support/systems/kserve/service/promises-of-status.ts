import { type Attaching, judgeRows } from '../../../judging/check-results.ts';
import { UnknownWord } from '../../../spelling/unknown-word.ts';
import { acceptedBy, type Reading } from '../expected.ts';
import { nameOf } from '../served.ts';
import type { SettingCheck } from './promises-of-parts.ts';

interface Address {
  url?: string;
}

interface Status {
  url?: string;
  addresses?: Address[];
}

/** What a table about the status may name. */
const SETTINGS: Record<string, (status: Status, accepted: readonly string[]) => string | undefined> = {
  URL: (status, accepted) =>
    status.url !== undefined && accepted.includes(status.url) ? undefined : (status.url ?? 'nothing'),
  addresses: (status) => {
    const urls = (status.addresses ?? []).map(({ url }) => url ?? 'an address without URL');
    const sound =
      urls.length > 0 &&
      urls.every((url) => URL.canParse(url)) &&
      status.url !== undefined &&
      urls.includes(status.url);
    return sound ? undefined : `${urls.join(', ') || 'none'} beside the URL ${status.url ?? '(none)'}`;
  },
};

const ONLY_URLS = 'only URLs, the status URL among them';

/** Judges the settings of the service's status, row by row. */
export async function statusMustHaveSettings(
  world: Attaching,
  reading: Reading,
  rows: readonly SettingCheck[],
): Promise<void> {
  const service = await reading.cluster.get(reading.subject.reference);
  await judgeRows(world, rows, async (row) => {
    const judge = SETTINGS[row.setting];
    if (!judge)
      throw new UnknownWord(
        `"${row.setting}" is not a setting of a status: write one of ${Object.keys(SETTINGS).join(', ')}`,
      );
    const accepted = row.value === ONLY_URLS ? [] : await acceptedBy(row.value, reading);
    const got = judge((service?.status ?? {}) as Status, accepted);
    if (got !== undefined)
      throw new Error(
        `${nameOf(reading.subject)}: expected status ${row.setting} ${accepted.join(' or ') || row.value}, got ${got}`,
      );
  });
}
