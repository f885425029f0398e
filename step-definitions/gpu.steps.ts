import { When } from '@cucumber/cucumber';
import { gpusInWords, watchGpus } from '../support/gpu/watch.ts';
import { gpuHolders } from '../support/systems/kserve/figures/gpu-holders.ts';
import { endpointOf, sender } from '../support/systems/kserve/requests/requests.ts';
import { countsNow } from '../support/systems/kserve/requests/served-counts.ts';
import { sendUntil } from '../support/traffic/batch.ts';
import type { SuiteWorld } from '../support/world.ts';
import { batch, gpus, it } from './slots.ts';

When(
  'its GPUs are watched while it answers {int} requests at a time',
  async function (this: SuiteWorld, atOnce: number) {
    const endpoint = await endpointOf(this.cluster, this.require(it));
    const send = sender(this.cluster, endpoint);
    const before = await countsNow(this.cluster, this.require(it));
    const holders = await gpuHolders(this.cluster, this.require(it));
    const seen = await watchGpus(this.cluster, holders, (enough) =>
      sendUntil(enough, atOnce, send, this.signal),
    );
    this.remember(batch, { to: endpoint.name, exchanges: seen.value, before });
    this.remember(gpus, seen.gpus);
    this.attach(gpusInWords(seen.gpus), 'text/plain');
  },
);
