import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sealed, sealedValue, unsealed } from '../../support/reports/sealed-text.ts';

/** What means something to HTML, beside what means something to people only. */
const TEXT = `<b title="it's"> & \`code\` é`;

describe('sealed text', () => {
  test('holds nothing that means something to HTML, and opens as entities', () => {
    assert.doesNotMatch(sealed(TEXT), /[&<>"'`]/);
    assert.equal(unsealed(sealed(TEXT)), '&lt;b title=&quot;it&#39;s&quot;&gt; &amp; &#96;code&#96; é');
  });

  test('takes no more memory than the text: every character of it stays one of Latin-1', () => {
    assert.doesNotMatch(sealed(TEXT), /[\u0100-\uffff]/);
  });

  test('opens in a script as characters that cannot end it', () => {
    assert.equal(
      unsealed(`<script>const it = "${sealed('</script>')}";</script>`),
      '<script>const it = "\u2039/script\u203a";</script>',
    );
  });

  test('opens where the reporter wrote a seal as a number, and marks one that was in the text', () => {
    const numbered = sealed('<').replace(/./, (seal) => `&#${seal.codePointAt(0)};`);
    assert.equal(unsealed(numbered), '&lt;');
    assert.equal(unsealed(sealed(sealed('<'))), '\ufffd');
  });

  test('leaves signs of private use as they are: icon fonts put them into logs', () => {
    assert.equal(unsealed(sealed('\ue000 <\ue001>')), '\ue000 &lt;\ue001&gt;');
  });

  test('is sealed at any depth of a value', () => {
    assert.deepEqual(sealedValue({ at: [{ text: '<' }, 7] }), { at: [{ text: sealed('<') }, 7] });
  });
});
