/**
 * Says in the published reports why a run ended before it began. A process of its own, because the one that ends cannot wait for
 * files any more (support/coordinator/unbegun.ts).
 */
import { complain } from './coordinator/terminal.ts';
import { withdrawUnbegun } from './coordinator/withdraw-published.ts';

complain(await withdrawUnbegun(process.env, process.argv[2] ?? ''));
