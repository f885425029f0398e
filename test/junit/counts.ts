import { all, type Element } from './xml.ts';

/** What no schema can say: every count of a suite is the number of elements that it counts. */
export function wrongCounts(root: Element): string[] {
  const suites = [root, ...all(root, 'testsuite')];
  return suites.flatMap((suite) =>
    [
      ['tests', 'testcase'],
      ['failures', 'failure'],
      ['errors', 'error'],
      ['skipped', 'skipped'],
    ].flatMap(([attribute = '', name = '']) => {
      const said = suite.attributes[attribute];
      const there = all(suite, name).length;
      return said === undefined || Number(said) === there
        ? []
        : [`${attribute}="${said}" of ${there} ${name}`];
    }),
  );
}
