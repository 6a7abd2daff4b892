const MASK = '••••';
/** Shorter texts are no secrets, and shorter pieces of a value are words. */
const SHORTEST = 4;
const SHORTEST_PIECE = 8;
/** So much of a secret at the end of a text that was cut is enough to be taken for its beginning. */
const BEGINNING = 6;

const known = new WeakMap<readonly string[], readonly string[]>();

/**
 * A text without the secrets that a stranger may have put into it: each one whole, without the scheme before it, each credential
 * and cookie value in it, decoded where it is `Basic`; as it is, and as JSON, a URL, base64 or hex spell it. The beginning of a
 * secret at the very end goes too, since texts are cut.
 */
export function scrub(text: string, secrets: readonly string[]): string {
  if (secrets.every((secret) => secret.length > text.length && text.length < SHORTEST_PIECE)) return text;
  const forms = formsOf(secrets);
  let clean = text;
  for (const form of forms) if (form.length <= clean.length) clean = clean.replaceAll(form, MASK);
  return maskEnd(clean, forms);
}

/** What may be secret in a URL: the values of its query, as they are and decoded. */
export function secretsOfUrl(url: string): string[] {
  const query = /\?([^#]*)/.exec(url)?.[1];
  if (query === undefined) return [];
  const raw = query.split('&').map((pair) => pair.slice(pair.indexOf('=') + 1));
  return [...raw, ...new URLSearchParams(query).values()].filter((value) => value.length >= SHORTEST_PIECE);
}

/** Every form of every secret, longest first, so that a piece does not break up the whole. */
function formsOf(secrets: readonly string[]): readonly string[] {
  const before = known.get(secrets);
  if (before) return before;
  const pieces = new Set(secrets.filter((secret) => secret.length >= SHORTEST).flatMap(piecesOf));
  const forms = [...new Set([...pieces].flatMap(spellingsOf))].sort((a, b) => b.length - a.length);
  known.set(secrets, forms);
  return forms;
}

/** `Bearer x`, `a=x; b=y` and `whsec_x` hold x; `Basic x` holds what x decodes to, and the password in that. */
function piecesOf(secret: string): string[] {
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

function spellingsOf(piece: string): string[] {
  const bytes = Buffer.from(piece, 'utf8');
  const hex = bytes.toString('hex');
  const base64 = bytes.toString('base64').replace(/=+$/, '');
  const quoted = inJson(piece);
  const percent = encodeURIComponent(piece);
  return [piece, quoted, inJson(quoted), percent, base64, bytes.toString('base64url'), hex, hex.toUpperCase()];
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
