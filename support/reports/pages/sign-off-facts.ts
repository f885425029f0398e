import { whereSeen } from '../../signoff/images.ts';
import { judgedFacts } from '../../signoff/judged-facts.ts';
import type { SignOff } from '../../signoff/sign-off.ts';
import { html } from './html.ts';
import { list, type Titled, table } from './parts.ts';

/** What was judged: run, target, suite, promises, versions, images. */
export function whatWasJudged(signOff: SignOff): Titled[] {
  const { versions, images, missingCapabilities } = signOff;
  return [
    [
      'What was judged',
      html`<dl class="facts">${judgedFacts(signOff).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`,
    ],
    [
      'Versions found',
      table(
        ['what', 'version'],
        Object.entries(versions).map(([name, version]) => [name, html`<code>${version}</code>`]),
        'cards',
      ),
    ],
    [
      'Images',
      table(
        ['image', 'SHA-256', 'where'],
        images.map((image) => [
          html`<code>${image.tag ?? image.name}</code>`,
          image.sha256 === undefined ? 'no digest known' : html`<code class="digest">${image.sha256}</code>`,
          whereSeen(image),
        ]),
        'cards',
      ),
    ],
    ['What the target has not got', list(missingCapabilities.map(({ name, found }) => `${name}: ${found}`))],
  ];
}
