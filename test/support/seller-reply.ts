import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** How a scripted seller answers one request. Fields combine: `{ delayMs: 50, status: 503 }`. */
export interface SellerReply {
  /** 200 unless told otherwise. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** An object is sent as JSON; a string as text/plain; a Buffer as it is. `headers` override the content type. */
  readonly body?: string | Buffer | object;
  /** Wait this long before the first byte of the answer. */
  readonly delayMs?: number;
  /** Send the body slowly: so many bytes, then so long a pause. */
  readonly drip?: { readonly bytes: number; readonly everyMs: number };
  /** Never answer; the connection stays open. */
  readonly hang?: true;
  /** Reset the connection (TCP RST) before the first byte of the answer; the request has been read whole. */
  readonly resetBefore?: true;
  /** Reset the connection after the status line, the headers and the first half of the body. */
  readonly resetAfter?: true;
}

/** Sends one reply. `reset` kills the connection with a TCP RST. */
export async function sendReply(reply: SellerReply, res: ServerResponse, reset: () => void): Promise<void> {
  if (reply.delayMs && !(await waitWhileOpen(res, reply.delayMs))) return;
  if (reply.hang) return;
  if (reply.resetBefore) return reset();
  const body = bodyBytes(reply.body);
  const headers: Record<string, string | number | string[]> = {
    ...implied(reply.body, body, reply.status),
    ...lowerCase(reply.headers),
  };
  // Without a length an empty half answer is chunked, so that its end is missed.
  if (reply.resetAfter && body.length === 0) delete headers['content-length'];
  res.writeHead(reply.status ?? 200, headers);
  if (reply.resetAfter) return sendHalf(res, body, reset);
  if (reply.drip) return drip(res, body, reply.drip);
  res.end(body);
}

function bodyBytes(body: SellerReply['body']): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

function implied(body: SellerReply['body'], bytes: Buffer, status = 200): Record<string, string | number> {
  const headers: Record<string, string | number> = {};
  if (typeof body === 'string') headers['content-type'] = 'text/plain; charset=utf-8';
  if (typeof body === 'object' && !Buffer.isBuffer(body)) headers['content-type'] = 'application/json; charset=utf-8';
  if (status !== 204 && status !== 304) headers['content-length'] = bytes.length;
  return headers;
}

function lowerCase(headers: SellerReply['headers'] = {}): Record<string, string | string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The rest never comes: the far side knows from the length (or the missing last chunk) that something is lost. */
function sendHalf(res: ServerResponse, body: Buffer, reset: () => void): void {
  res.flushHeaders();
  res.write(body.length ? body.subarray(0, Math.ceil(body.length / 2)) : ' ', () => setTimeout(reset, 5));
}

async function drip(res: ServerResponse, body: Buffer, { bytes, everyMs }: { bytes: number; everyMs: number }) {
  res.flushHeaders();
  for (let at = 0; at < body.length; at += bytes) {
    if (!(await waitWhileOpen(res, everyMs))) return;
    res.write(body.subarray(at, at + bytes));
  }
  res.end();
}

/** False when the connection went away meanwhile. */
async function waitWhileOpen(res: ServerResponse, ms: number): Promise<boolean> {
  const gone = new AbortController();
  const leave = () => gone.abort();
  res.once('close', leave);
  try {
    await sleep(ms, undefined, { signal: gone.signal });
    return !res.destroyed;
  } catch {
    return false;
  } finally {
    res.off('close', leave);
  }
}
