import type { IncomingMessage } from 'node:http';

/** Roundtrip sends 4 MiB at most. */
const MOST_BYTES = 5 * 1_048_576;
const PARSED =
  'Something in front of the seller has parsed the body: mount the seller before it, since the signature is over the bytes as they came.';

/**
 * The body as it came, also where a framework has read it and kept its bytes as `body`. Null where it is too large, a sentence where
 * its bytes are gone.
 */
export async function readWhole(
  request: IncomingMessage & { readonly body?: unknown },
): Promise<Buffer | null | string> {
  const { body } = request;
  if (Buffer.isBuffer(body)) return body;
  if (typeof body === 'string') return Buffer.from(body);
  if (request.readableEnded) return PARSED;
  const chunks: Buffer[] = [];
  let size = 0;
  // Where we stop reading, the connection is still needed for the answer.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
