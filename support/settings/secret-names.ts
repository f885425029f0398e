/** How names of secrets end: `DB_PASSWORD`, `GITHUB_TOKEN`, `clientSecret`, `x-api-key`. */
const ENDS =
  /(?:passw(?:or)?d|passphrase|secret|token|credentials?|(?:api|access|private|secret|account)[-_.]?key)$/i;

/** True for the name of a variable or field that a secret may be expected under. */
export const namesSecret = (name: string): boolean => ENDS.test(name);
