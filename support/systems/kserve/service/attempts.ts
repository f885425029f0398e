import type { ApiRefusal } from '../../../cluster/cluster.ts';

/** Something that was asked of the API server: its refusal if there was one, and how to ask for the same again. */
export interface Attempt {
  readonly refusal: ApiRefusal | undefined;
  again(): Promise<ApiRefusal | undefined>;
}

/** Asks for something that may be refused; it returns the refusal instead of throwing it. */
export const attempted = async (ask: Attempt['again']): Promise<Attempt> => ({
  refusal: await ask(),
  again: ask,
});
