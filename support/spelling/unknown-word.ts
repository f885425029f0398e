/** A feature or a release table says a word that the suite does not know: nothing was judged by that. The message lists the known ones. */
export class UnknownWord extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnknownWord';
  }
}
