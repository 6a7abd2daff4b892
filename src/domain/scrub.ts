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

/**
 * A text without the secrets that a stranger may have put into it: each one whole, without the scheme before it, each credential
 * and cookie value in it, decoded where it is `Basic`; as it is, and as JSON, a URL, base64 or hex spell it. The beginning of a
 * secret at the very end goes too, since long texts have been cut.
 */
export function scrub(given: string, secrets: readonly string[]): string {
  const text = given.replace(SIGNATURES, `$1${MASK}`);
  const mostChars = text.length < SHORTEST_CUT ? text.length : Infinity;
  const pieces = new Set(secrets.flatMap(piecesOf).filter((piece) => piece.length <= mostChars));
  if (pieces.size === 0) return text;
  const spelled = new Set([...pieces].flatMap((piece) => spellingsOf(piece, mostChars)));
  // Longest first, so that a piece does not break up the whole.
  const forms = [...spelled].sort((a, b) => b.length - a.length);
  let clean = text;
  for (const form of forms) if (form.length <= clean.length) clean = clean.replaceAll(form, MASK);
  return mostChars === Infinity ? maskEnd(clean, forms) : clean;
}

/** What may be secret in a URL: the values of its query, as they are and decoded. */
export function secretsOfUrl(url: string): string[] {
  const query = /\?([^#]*)/.exec(url)?.[1];
  if (query === undefined) return [];
  const raw = query.split('&').map((pair) => pair.slice(pair.indexOf('=') + 1));
  return [...raw, ...new URLSearchParams(query).values()].filter((value) => value.length >= SHORTEST_PIECE);
}

/** `Bearer x`, `a=x; b=y` and `whsec_x` hold x; `Basic x` holds what x decodes to, and the password in that. */
function piecesOf(secret: string): string[] {
  if (secret.length < SHORTEST) return [];
  if (!/[\s;,=_]/.test(secret)) return [secret];
  const words = secret.split(/[\s;,]+/);
  const values = words.flatMap((word) => [word, word.slice(word.indexOf('=') + 1), word.replace(/^whsec_/, '')]);
  const afterScheme = secret.slice(secret.indexOf(' ') + 1);
  return [secret, ...[afterScheme, ...values].filter((piece) => piece.length >= SHORTEST_PIECE), ...basicOf(secret)];
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
  for (const form of forms) {
    const from = Math.max(0, text.length - form.length + 1);
    const beginning = form.slice(0, BEGINNING);
    for (let at = text.indexOf(beginning, from); at !== -1; at = text.indexOf(beginning, at + 1))
      if (form.startsWith(text.slice(at))) return text.slice(0, at) + MASK;
  }
  return text;
}
