import type { Notice } from '../../support/proof/serve-trials.ts';
import type { TrialRequest } from '../../support/proof/trial.ts';

/** A runner that does what the id of the defect says. */
const tell = (notice: Notice): void => {
  process.send?.(notice);
};
let tried = 0;

process.on('message', ({ defect }: TrialRequest) => {
  tried += 1;
  const kill = {
    check: 'A-1.1',
    at: 'a.feature:3',
    message: `trial ${tried}`,
    uri: 'a.feature',
    digest: 'a1',
  };
  if (defect.id === 'dies') {
    process.stderr.write('out of luck');
    process.exit(3);
  }
  tell({ outcomes: { kills: [kill], survivals: [] } });
  if (defect.id === 'breaks') tell({ broken: 'the embedded cluster is gone' });
  if (defect.id === 'ends') tell({ done: true });
});
process.once('disconnect', () => process.exit(0));
