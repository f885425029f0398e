/** A moment as people read it, `2026-11-26 18:49 UTC`; anything that is no moment in ISO form stands as it is. */
export const momentText = (moment: string): string =>
  moment.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}).*Z$/, '$1 $2 UTC');
