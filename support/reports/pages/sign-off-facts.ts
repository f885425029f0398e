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
      'Versions and images found',
      table(
        ['what', 'version'],
        [
          ...Object.entries(versions).map(([name, version]) => [name, html`<code>${version}</code>`]),
          ...images
            .filter(({ sha256 }) => sha256 === undefined)
            .map(({ name, where }) => [where, html`<code>${name}</code> (no digest known)`]),
        ],
        'cards',
      ),
    ],
    ['What the target has not got', list(missingCapabilities.map(({ name, found }) => `${name}: ${found}`))],
  ];
}
