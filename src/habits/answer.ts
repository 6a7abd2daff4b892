import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** How one request is answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes, or pieces without a length before them. */
  readonly body: Buffer | (() => Iterable<Buffer>);
  /** Wait before the first byte. */
  readonly delayMs?: number;
  /** One byte, then this long a pause. */
  readonly dripMs?: number;
  /** `never`: the connection stays open; `cut`: it is closed. Nothing is answered. */
  readonly instead?: 'never' | 'cut';
}

/** An answer in JSON. */
export function jsonAnswer(status: number, body: object | Buffer, headers: Record<string, string> = {}): Answer {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body: bytes };
}

/** A refusal that says why. */
export function refusal(status: number, code: string, message: string, headers: Record<string, string> = {}): Answer {
  return jsonAnswer(status, { error: { code, message } }, headers);
}

/** Sends it; true once it is out, false where it is never to be, or the far side has gone. */
export async function sendAnswer(answer: Answer, res: ServerResponse): Promise<boolean> {
  const gone = new AbortController();
  const leave = () => gone.abort();
  res.once('close', leave);
  try {
    return await send(answer, res, gone.signal);
  } catch {
    return false;
  } finally {
    res.off('close', leave);
  }
}

async function send(answer: Answer, res: ServerResponse, signal: AbortSignal): Promise<boolean> {
  const { status, headers, body, delayMs, dripMs, instead } = answer;
  if (delayMs !== undefined) await sleep(delayMs, undefined, { signal });
  if (instead === 'cut') res.destroy();
  if (instead !== undefined) return false;
  if (status === 304 || status === 204) return end(res.writeHead(status, headers), '');
  if (typeof body === 'function') {
    await pipeline(Readable.from(body()), res.writeHead(status, headers), { signal });
    return true;
  }
  res.writeHead(status, { ...headers, 'content-length': body.length });
  if (dripMs === undefined) return end(res, body);
  res.flushHeaders();
  for (const byte of body) {
    await sleep(dripMs, undefined, { signal });
    res.write(Buffer.of(byte));
  }
  return end(res, '');
}

/** Waits until it is with the system. */
function end(res: ServerResponse, body: Buffer | string): Promise<boolean> {
  return new Promise((resolve) => {
    res.once('close', () => resolve(res.writableFinished));
    res.end(body, () => resolve(true));
  });
}
