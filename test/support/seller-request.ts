import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** A request as the seller saw it. */
export interface SellerRequest {
  readonly method: string;
  /** Without the query, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** What `:name` parts of the route matched, percent-decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  /** The body parsed as JSON; throws where it is not. */
  json<T = Record<string, unknown>>(): T;
  /** When its headers arrived, epoch milliseconds by the machine's clock. */
  readonly at: number;
}

/** Reads a request to its end; undefined where the far side went away before. */
export async function readRequest(req: IncomingMessage): Promise<SellerRequest | undefined> {
  const at = Date.now();
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of req) chunks.push(chunk as Buffer);
  } catch {
    return undefined;
  }
  return seenRequest(req, Buffer.concat(chunks), at);
}

function seenRequest(req: IncomingMessage, body: Buffer, at: number): SellerRequest {
  const url = req.url ?? '/';
  const cut = url.indexOf('?');
  return {
    method: req.method ?? 'GET',
    path: cut < 0 ? url : url.slice(0, cut),
    query: new URLSearchParams(cut < 0 ? '' : url.slice(cut + 1)),
    params: {},
    headers: req.headers,
    rawHeaders: req.rawHeaders,
    body,
    json: <T>() => JSON.parse(body.toString('utf8')) as T,
    at,
  };
}
