import { Transform, type TransformCallback } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { registeredValues } from './secret-values.ts';

export {
  registerEnvironment,
  registerSecret,
  registerSecretObject,
  registerSecretsIn,
} from './secret-values.ts';

/** What stands where a secret stood. */
export const REDACTED = '[redacted]';

/** A line that is longer is redacted in pieces (characters); neighbouring pieces overlap by the second number. */
const LONGEST_PIECE = 64 * 1024;
const OVERLAP = 4 * 1024;

/** A value in JSON, YAML, a header, an assignment or a flag: quoted (also as JSON inside JSON) or bare. */
const VALUE = String.raw`(?:[|>][+-]?[ \t]*\n[ \t]*\S+|\\*"(?:[^"\\\n]|\\[^"\n])*\\*"|'[^'\n]*'|[^\s"',;&}\]]+)`;
/**
 * What stands between a name and its value, the quote after a name in JSON included. A quoted name before a word is prose
 * (`the key "password" of the Secret`); before a quoted value it may be an argument.
 */
const SEPARATOR = String.raw`(?:\\*["']?\s*[:=]\s*|[ \t]+|\\*["'][ \t]+(?=\\*["']))`;

/** Names that mean a secret also as the end of a longer word: `dbPassword`, `PGPASSWORD`, `AccountKey`. */
const SECRET_ENDS = [
  'secret[-_]?key',
  'private[-_]key',
  '(?:secret_?)?access_?key',
  'account[-_]?key',
  'client[-_]?secret',
  'api[-_]?key',
  'passw(?:or)?d',
  'passphrase',
].join('|');

const SECRET_WORDS = [
  'aws_?session_?token',
  'x-amz-security-token',
  'client-key-data',
  'client-certificate-data',
  '(?:id|refresh|access|session)[-_]?token',
  'hf_token',
  'hugging_?face_?hub_?token',
].join('|');

const SECRET_NAMES = `${SECRET_ENDS}|${SECRET_WORDS}`;

/** What a flag of a command line ends with whose value is a secret. */
const SECRET_FLAG = String.raw`--[\w-]{0,60}(?:${SECRET_ENDS}|token|secret)`;

/** Tokens that are known by how they begin: those of AWS, Hugging Face, GitHub, GitLab and NVIDIA. */
const TOKEN_SHAPES = [
  String.raw`(?:AKIA|ASIA)[A-Z0-9]{16}\b`,
  'hf_[A-Za-z0-9]{10,}',
  'gh[oprsu]_[A-Za-z0-9]{20,}',
  String.raw`github_pat_\w{20,}`,
  String.raw`glpat-[\w-]{20,}`,
  String.raw`nvapi-[\w-]{16,}`,
].join('|');

/** No value begins here: nothing or a truth is meant, a cell of a table ends, or it is hidden already. */
const unless = (others = ''): string =>
  String.raw`(?!\[redacted|\[\]|\|(?:\s|$)|\\*["']?value(?:From)?\\*["']?:|\\*["']?(?:None|null|nil|true|false${others})(?:\\*["']|[\s,;)}\]]|$))`;
const NO_SECRET = unless();
/** In the words of models a token is also a number or a mark of the vocabulary. */
const NO_TOKEN = unless(String.raw`|[\d.,]{1,7}|<[^\s"']*`);

type Rule = readonly [find: RegExp, put: string];

const RULES: readonly Rule[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, REDACTED],
  // Headers hold spaces and semicolons: all of the line goes, or all of the JSON string.
  [
    /((?:proxy-)?authorization|(?:set-)?cookie)(\\*["']\s*[:,]\s*(?:\[\s*)?\\*")[^"\\\n]*/gi,
    `$1$2${REDACTED}`,
  ],
  [/((?:proxy-)?authorization|(?:set-)?cookie)('\s*:\s*')[^'\n]*/gi, `$1$2${REDACTED}`],
  [/((?:proxy-)?authorization|(?:set-)?cookie)(\s*[:=]\s*)(?!\[?\s*\\*["'[])[^\n\r"']+/gi, `$1$2${REDACTED}`],
  // Of prose ("a basic deployment") the next word has small letters only.
  [
    /\b([Bb]earer|[Bb]asic|BEARER|BASIC)[ \t]+(?![a-z-]+(?:[^A-Za-z0-9_~+/=-]|$))[A-Za-z0-9._~+/=-]{8,}/g,
    `$1 ${REDACTED}`,
  ],
  [
    new RegExp(
      `((?:${SECRET_ENDS}|(?<![A-Za-z0-9])(?:${SECRET_WORDS}))${SEPARATOR}\\[?)${NO_SECRET}${VALUE}`,
      'gi',
    ),
    `$1${REDACTED}`,
  ],
  // A field in camel case, whose value is no object.
  [
    new RegExp(String.raw`([a-z]Token\\*["']?[ \t]*[:=][ \t]*)(?![{[])${NO_TOKEN}${VALUE}`, 'g'),
    `$1${REDACTED}`,
  ],
  [
    new RegExp(String.raw`((?<![A-Za-z0-9])[\w.-]{0,60}(?:token|secret)=)${NO_TOKEN}${VALUE}`, 'gi'),
    `$1${REDACTED}`,
  ],
  // A variable of a container, in YAML and in JSON.
  [
    new RegExp(
      String.raw`(name\\*["']?:\s*\\*["']?[\w.-]{0,60}(?:${SECRET_NAMES}|token|secret)\\*["']?,?\s*\\*["']?value\\*["']?:[ \t]*)${NO_TOKEN}${VALUE}`,
      'gi',
    ),
    `$1${REDACTED}`,
  ],
  [
    new RegExp(
      String.raw`(\\*["']value\\*["']:\s*)${NO_TOKEN}${VALUE}(?=,\s*\\*["']name\\*["']:\s*\\*["'][\w.-]{0,60}(?:${SECRET_NAMES}|token|secret)\\*["'])`,
      'gi',
    ),
    `$1${REDACTED}`,
  ],
  // A flag, and its value as the next word, or as the next item of a list in JSON or in YAML.
  [
    new RegExp(
      String.raw`(${SECRET_FLAG}(?:[ \t]+|\\*["'],\s*|["']?[ \t]*\n[ \t]*-[ \t]+))(?!-)${VALUE}`,
      'gi',
    ),
    `$1${REDACTED}`,
  ],
  [
    new RegExp(String.raw`(["'][\w./-]{0,60}[-_./](?:token|secret)\\*["']\s*:\s*)${NO_TOKEN}${VALUE}`, 'gi'),
    `$1${REDACTED}`,
  ],
  [
    new RegExp(
      String.raw`^([ \t]*(?:-[ \t]+)?[\w./-]{0,60}[-_./](?:token|secret):[ \t]*)${NO_TOKEN}\S+$`,
      'gim',
    ),
    `$1${REDACTED}`,
  ],
  [/\b([a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@"'<>]{0,200}):[^\s/@"'<>]+@/gi, `$1:${REDACTED}@`],
  [/^([ \t]*(?:-[ \t]+)?["']?token["']?[ \t]*[:=]\s*)\S+/gim, `$1${REDACTED}`],
  [/("token"\s*:\s*)"[^"\n]*"/gi, `$1"${REDACTED}"`],
  // A registry's login, as in .dockerconfigjson.
  [/("auth\\*"\s*:\s*\\*")[A-Za-z0-9+/=]{8,}/g, `$1${REDACTED}`],
  // A token may stand as the user of a URL; people have shorter names.
  [/\b(https?:\/\/)[^\s/:@"'<>]{16,200}@/gi, `$1${REDACTED}@`],
  [new RegExp(String.raw`\b(?:${TOKEN_SHAPES})`, 'g'), REDACTED],
  [/\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,}/g, REDACTED],
  // Signed URLs of the stores that models lie in: S3, Google, Azure.
  [
    /([?&](?:X-(?:Amz|Goog)-(?:Signature|Credential|Security-Token)|sig|signature)=)[^&\s"']+/gi,
    `$1${REDACTED}`,
  ],
];

/** Hides tokens, keys, passwords and every registered value. What is not secret stays as it is. */
export function redact(text: string): string {
  const values = registeredValues();
  let safe = values ? text.replace(values, REDACTED) : text;
  for (const [find, put] of RULES) safe = safe.replace(find, put);
  return safe;
}

/** A line whose value is the next one: a key, a variable of a container, a flag. */
const NAMES_THE_NEXT = /(?:[:=]|[|>][+-]?|--[\w-]+["']?|\bname["']?:[ \t]*\S+)[ \t]*$/;

/** As `redact`, for a stream of bytes or text of any length: line by line, so no secret slips through between two chunks. */
export class RedactStream extends Transform {
  private readonly decoder = new StringDecoder('utf8');
  private rest = '';
  /** True between the first and the last line of a private key. */
  private inKey = false;

  override _transform(chunk: Buffer | string, _encoding: BufferEncoding, done: TransformCallback): void {
    this.rest += typeof chunk === 'string' ? chunk : this.decoder.write(chunk);
    const complete = this.rest.split('\n');
    this.rest = complete.pop() ?? '';
    // A value may stand on the line after its name.
    while (NAMES_THE_NEXT.test(complete.at(-1) ?? '')) this.rest = `${complete.pop()}\n${this.rest}`;
    if (complete.length > 0)
      this.push(
        this.lines(complete)
          .map((line) => `${line}\n`)
          .join(''),
      );
    while (this.rest.length > LONGEST_PIECE) this.cut();
    done();
  }

  override _flush(done: TransformCallback): void {
    this.push(this.lines([this.rest + this.decoder.end()]).join(''));
    done();
  }

  /** Gives out the beginning of an endless line, up to where nothing secret can have begun. */
  private cut(): void {
    const safe = this.inKey ? '' : redact(this.rest);
    this.push(safe.slice(0, Math.max(0, safe.length - OVERLAP)));
    this.rest = safe.slice(Math.max(0, safe.length - OVERLAP));
  }

  private lines(lines: string[]): string[] {
    const kept = lines.flatMap((line) => {
      const begins = /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(line);
      const inside = this.inKey || begins;
      this.inKey = inside && !/-----END [A-Z ]*PRIVATE KEY-----/.test(line);
      if (!inside) return [line];
      return begins ? [line.replace(/-----BEGIN .*/, REDACTED)] : [];
    });
    // Redacted together, since a value may stand on the line after its name.
    return kept.length === 0 ? [] : redact(kept.join('\n')).split('\n');
  }
}
