import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { after, it } from 'node:test';
import { redact, registerSecretsIn } from '../../support/redaction/redact.ts';
import { forgetSecrets } from '../../support/redaction/secret-values.ts';
import { loadTarget } from '../../support/settings/load-target.ts';
import { fillCertificate } from '../../support/systems/kserve/manifests/certificate.ts';
import { prepareManifest } from '../../support/systems/kserve/manifests/prepare.ts';

after(forgetSecrets);

const secret = () => prepareManifest('llm-tls-cert', 'ns', loadTarget({ TARGET: 'embedded' }));

it('makes a certificate for the hosts of the annotation, with its key, for eight days', () => {
  const { stringData } = secret();
  const certificate = new X509Certificate(stringData['tls.crt']);
  assert.equal(certificate.checkHost('llm.example.com'), 'llm.example.com');
  assert.ok(certificate.checkPrivateKey(createPrivateKey(stringData['tls.key'])));
  assert.ok(certificate.verify(certificate.publicKey));
  const days = (Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) / 86_400_000;
  assert.equal(Math.round(days), 8);
});

it('makes another one each time', () => {
  assert.notEqual(secret().stringData['tls.key'], secret().stringData['tls.key']);
});

it('says which annotation is missing', () => {
  const bare = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'bare' } };
  assert.throws(() => fillCertificate(bare), /Secret bare says in no annotation cert-manager.io\/alt-names/);
});

it('leaves nothing of its key in a report once it has been sent', () => {
  const { stringData } = secret();
  registerSecretsIn({ kind: 'Secret', stringData });
  const key: string = stringData['tls.key'];
  const told = [key, JSON.stringify({ stringData }), Buffer.from(key).toString('base64'), key.split('\n')[5]];
  const safe = redact(told.join('\n'));
  for (const line of key.split('\n').filter((text) => text && !text.startsWith('-----')))
    assert.ok(!safe.includes(line));
  assert.ok(!safe.includes(Buffer.from(key).toString('base64').slice(0, 60)));
});
