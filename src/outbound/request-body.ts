import { SOCKET_BUFFER } from './dial.js';

export type RequestBody = Buffer | AsyncIterable<Uint8Array> | null;

export interface WireBody {
  readonly body: RequestBody;
  /** Extra headers, name and value in turn. */
  readonly headers: readonly string[];
}

const PIECE = 2 * SOCKET_BUFFER;

/**
 * Makes a body ready for undici. undici reports "request sent" as soon as it has called `write`, though most of a large
 * buffer may still lie in this process. So that the report means "the last byte has left for the kernel", a large body
 * goes out in pieces: undici waits for `drain` after each piece that fills the socket's buffer, the last one included.
 * A small body is one write, which a kernel takes whole.
 */
export function wireBody(body: string | Uint8Array | null | undefined): WireBody {
  const bytes = asBuffer(body);
  if (bytes === null || bytes.length <= SOCKET_BUFFER) return { body: bytes, headers: [] };
  return { body: pieces(bytes), headers: ['content-length', String(bytes.length)] };
}

function asBuffer(body: string | Uint8Array | null | undefined): Buffer | null {
  if (body === null || body === undefined || body.length === 0) return null;
  if (typeof body === 'string') return Buffer.from(body);
  return Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

/** Every piece fills the socket's buffer: what is left over goes with the last one. */
async function* pieces(bytes: Buffer): AsyncGenerator<Buffer> {
  let at = 0;
  while (bytes.length - at >= 2 * PIECE) yield bytes.subarray(at, (at += PIECE));
  yield bytes.subarray(at);
}
