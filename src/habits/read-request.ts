import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** A job with its inputs is at most 4 MiB (contract, section 3); the rest is for what surrounds them. */
const MOST_BYTES = 5 * 1024 * 1024;

export interface SellerRequest {
  readonly method: string;
  /** Without the query, still percent-encoded. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Null where it is larger than anything that is sent to sellers. */
  readonly body: Buffer | null;
}

/** Reads a request to its end; null where the far side went away before. */
export async function readRequest(req: IncomingMessage): Promise<SellerRequest | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of req as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= MOST_BYTES) chunks.push(chunk);
    }
  } catch {
    return null;
  }
  const [path = '/'] = (req.url ?? '/').split('?', 1);
  const body = size <= MOST_BYTES ? Buffer.concat(chunks) : null;
  return { method: req.method ?? 'GET', path, headers: req.headers, body };
}
