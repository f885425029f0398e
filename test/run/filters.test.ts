import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noneLeft } from '../../support/selection/none-left.ts';
import { tagMistake } from '../../support/selection/tag-mistake.ts';

test('what left no scenario is named as it was written, with what to do about it', () => {
  assert.equal(
    noneLeft(['--tags', '@P0 and @P1', '--name=zzz'], { only: [] }),
    "no scenario is left after the filters --tags '@P0 and @P1' and --name zzz: try wider ones with npm run plan, which creates nothing and lists what they leave; docs/glossary.md lists all tags; --name takes a part of a title",
  );
  assert.equal(
    noneLeft(['-p', 'smoke', 'features/aibrix', '--retry', '1'], { only: ['LB-001.1', 'LB-002'] }),
    'no scenario is left after the filters --profile smoke, features/aibrix and --only LB-001.1,LB-002: try wider ones with npm run plan, which creates nothing and lists what they leave',
  );
  assert.match(
    noneLeft(['-t', '@P0'], { only: [], rerun: 'last', shard: { index: 3, count: 4 } }),
    /^no scenario is left after the filters --tags @P0, --rerun last and SHARD=3\/4: /,
  );
  assert.match(noneLeft(['-t=@P0'], { only: [] }), /^no scenario is left after the filter --tags @P0: try /);
  assert.equal(noneLeft([], { only: [] }), 'no scenario is left: there is none in features/');
});

test('a tag expression that does not parse is quoted, with what was expected and one that does', () => {
  const said = (expression: string, reason: string): string =>
    tagMistake(`Tag expression "${expression}" could not be parsed because of syntax error: ${reason}.`);
  assert.equal(
    said('(@P0 @kserve)', 'Expected operator'),
    `--tags "@P0 @kserve" does not parse: between two tags stands "and" or "or"; write for example --tags '@P0 and not (@slow or @alone)'`,
  );
  assert.match(
    said('(@P0 and)', 'Expected operand'),
    /"@P0 and" does not parse: beside "and", "or" and "not" a tag/,
  );
  assert.match(said('((@P0)', 'Unmatched ('), /"\(@P0" does not parse: a "\(" lacks its "\)"; write/);
  assert.match(said('(@P0))', 'Unmatched )'), /"@P0\)" does not parse: a "\)" lacks its "\("; write/);
  assert.match(
    said('(@P0 and not @slow) and (@x @y)', 'Expected operator'),
    /--tags "\(@P0 and not @slow\) and \(@x @y\)" /,
  );
  assert.match(
    said('(@a\\b)', 'Illegal escape before "b"'),
    /"@a\\b" does not parse: Illegal escape before "b"; write/,
  );
  assert.equal(tagMistake('no such profile'), 'no such profile');
});
