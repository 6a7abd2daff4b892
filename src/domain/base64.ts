import { Base64Stream, tooLong } from './base64-stream.js';

/** What base64 text holds. `mimeType` is the lower-case `type/subtype` of a `data:` prefix, null where it names none. */
export type Decoded =
  | { readonly ok: true; readonly bytes: Buffer; readonly mimeType: string | null }
  | { readonly ok: false; readonly problem: string };

/**
 * Decodes base64 that is held whole, by the rules of `Base64Stream` and with its refusals, except that a text too long is
 * refused before anything else and by its length.
 * @param maxChars most characters of `text`, prefix and skipped characters included.
 */
export function decodeBase64(text: string, maxChars: number): Decoded {
  if (text.length > maxChars) return { ok: false, problem: tooLong(text.length, maxChars) };
  const parts: Buffer[] = [];
  // Its own length as the limit: a short text gets a short slab.
  const stream = new Base64Stream(text.length, (bytes) => parts.push(bytes));
  const problem = stream.write(text) ?? stream.end();
  if (problem !== null) return { ok: false, problem };
  const [first] = parts;
  const bytes = first && parts.length === 1 ? first : Buffer.concat(parts);
  return { ok: true, bytes, mimeType: stream.mimeType };
}
