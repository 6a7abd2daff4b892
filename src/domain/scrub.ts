import { TextFinder } from './text-finder.js';

const MASK = '••••';
/** Shorter texts are no secrets, and shorter pieces of a value are words. */
const SHORTEST = 4;
const SHORTEST_PIECE = 8;
/** So much of a secret at the end of a text that was cut is enough to be taken for its beginning. */
const BEGINNING = 6;
/** Nothing that sellers say is cut to less than this. */
const SHORTEST_CUT = 100;
/** Whoever bears a signed URL may use it, also ours for uploads and files: its signature is a secret of no list. */
const SIGNATURES = /(signature=)[\w%+/-]{6,}/gi;
/** Tokens and callback secrets of ours: only their digests are kept, so that no list can hold them. Known by their form, cut or whole. */
const TOKENS = /\b(?:rt_[a-z]+|cbs)_(?:[0-9A-Za-z]{33}|[0-9A-Za-z]{6,32}$)/g;

/** Pieces of one secret that are hidden by themselves: a value of more words than that is a text. */
const MOST_PIECES = 64;

/** Secrets, made ready to be looked for in many texts. */
export class SecretForms {
  private ready: {
    readonly pieces: ReadonlySet<string>;
    readonly forms: string[];
    readonly finder: TextFinder;
  } | null = null;

  /** `mostChars`: of the longest text that they are looked for in, where that is known to be short. */
  constructor(
    private readonly secrets: readonly string[],
    private readonly mostChars = Infinity,
  ) {}

  /** Whether a text is one of the secrets, or a part of one that is hidden by itself, and no shorter than such a part. */
  isOne(text: string): boolean {
    return text.length >= SHORTEST_PIECE && this.known.pieces.has(text);
  }

  /** A text that has arrived whole, without the secrets. */
  hideIn(given: string): string {
    const text = given.replace(SIGNATURES, `$1${MASK}`).replace(TOKENS, MASK);
    if (text.length < SHORTEST || this.known.forms.length === 0) return text;
    const found = this.known.finder.find(text);
    if (found === null) return MASK;
    if (found.length === 0) return text;
    const between = found.map(([from], i) => text.slice(found[i - 1]?.[1] ?? 0, from));
    return [...between, text.slice(found.at(-1)?.[1])].join(MASK);
  }

  /** The same of one that may have been cut: the beginning of a secret at its very end goes too. */
  hideInCut(given: string): string {
    const clean = this.hideIn(given);
    return given.length < SHORTEST_CUT ? clean : maskEnd(clean, this.known.forms);
  }

  /** Made when first needed: most answers that are waited for never are. */
  private get known() {
    if (this.ready) return this.ready;
    const { mostChars } = this;
    const pieces = new Set(this.secrets.flatMap(piecesOf).filter((piece) => piece.length <= mostChars));
    const forms = [...new Set([...pieces].flatMap((piece) => spellingsOf(piece, mostChars)))];
    this.ready = { pieces, forms, finder: new TextFinder(forms) };
    return this.ready;
  }
}

/** As they are, or made ready where many texts are to be without them. */
export type Secrets = readonly string[] | SecretForms;

/**
 * A text without the secrets that a stranger may have put into it: each one whole, without the scheme before it, each credential
 * and cookie value in it, decoded where it is `Basic`; as it is, and as JSON, a URL, base64 or hex spell it. The beginning of a
 * secret at the very end goes too, since long texts have been cut.
 */
export function scrub(given: string, secrets: Secrets): string {
  if (secrets instanceof SecretForms) return secrets.hideInCut(given);
  return new SecretForms(secrets, given.length < SHORTEST_CUT ? given.length : Infinity).hideInCut(given);
}

/** What may be secret in a URL: the values of its query, as they are and decoded. */
export function secretsOfUrl(url: string): string[] {
  const query = /\?([^#]*)/.exec(url)?.[1];
  if (query === undefined) return [];
  const raw = query.split('&').map((pair) => pair.slice(pair.indexOf('=') + 1));
  return [...raw, ...new URLSearchParams(query).values()].filter((value) => value.length >= SHORTEST_PIECE);
}

/** `Bearer x`, `a=x; b=y`, `a="x"`, `{"a":"x"}` and `whsec_x` hold x; `Basic x` holds what x decodes to, and the password in that. */
function piecesOf(secret: string): string[] {
  if (secret.length < SHORTEST) return [];
  if (!/[\s;,=_"]/.test(secret)) return [secret];
  const words = secret.split(/[\s;,"]+/);
  const values = words.flatMap((word) => [word, word.slice(word.indexOf('=') + 1), word.replace(/^whsec_/, '')]);
  const afterScheme = secret.slice(secret.indexOf(' ') + 1);
  const long = new Set([afterScheme, ...values].filter((piece) => piece.length >= SHORTEST_PIECE));
  return [secret, ...basicOf(secret), ...[...long].slice(0, MOST_PIECES)];
}

function basicOf(secret: string): string[] {
  const encoded = /^Basic +(\S+)$/i.exec(secret)?.[1];
  if (encoded === undefined) return [];
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  return [decoded, decoded.slice(decoded.indexOf(':') + 1)].filter((piece) => piece.length >= SHORTEST);
}

/** The ways to spell a piece, but for those that would be longer than `mostChars` anyway. */
function spellingsOf(piece: string, mostChars: number): string[] {
  const spellings = [piece];
  if (/["\\\p{Cc}]/u.test(piece)) spellings.push(inJson(piece), inJson(inJson(piece)));
  if (/[^\w.~-]/.test(piece)) spellings.push(encodeURIComponent(piece));
  if (piece.length * 1.3 > mostChars) return spellings;
  const bytes = Buffer.from(piece, 'utf8');
  const hex = bytes.toString('hex');
  spellings.push(bytes.toString('base64').replace(/=+$/, ''), bytes.toString('base64url'), hex, hex.toUpperCase());
  return spellings;
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function maskEnd(text: string, forms: readonly string[]): string {
  let end = text.length;
  for (const form of forms) {
    const from = Math.max(0, text.length - form.length + 1);
    const beginning = form.slice(0, BEGINNING);
    for (let at = text.indexOf(beginning, from); at !== -1 && at < end; at = text.indexOf(beginning, at + 1))
      if (form.startsWith(text.slice(at))) end = at;
  }
  return end === text.length ? text : text.slice(0, end) + MASK;
}
