import type { IncomingMessage } from 'node:http';
import { Problem } from '../domain/problem.js';

export interface BodyLimits {
  /** Most bytes of a body. */
  readonly bytes: number;
  /** A body that comes more slowly than this, after the grace, is not waited for. */
  readonly bytesPerSecond: number;
  readonly graceMs: number;
}

/** V: 4.5 MB (contract, section 6). Whole within five minutes at the slowest. */
export const callbackLimits: BodyLimits = { bytes: 4_718_592, bytesPerSecond: 16_384, graceMs: 10_000 };

/** What is still read of a refused body, so that its sender comes to read the answer. */
const drainLimits = { bytes: 4 * 1024 * 1024, ms: 1_000 };

const PACE_EVERY_MS = 100;

/**
 * Reads a whole body, counting while it arrives. Rejects with 413 `too_large`, with 408 `request_timeout` where it comes too
 * slowly, and with 400 where it breaks off; the rest of the body is then left to `drain`.
 */
export async function readCapped(request: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limits.bytes) throw tooLarge(limits);
  const chunks: Buffer[] = [];
  let size = 0;
  await new Promise<void>((resolve, reject) => {
    const begunAt = performance.now();
    const pace = setInterval(() => {
      const allowedMs = limits.graceMs + (size / limits.bytesPerSecond) * 1000;
      if (performance.now() - begunAt > allowedMs) end(() => reject(tooSlow()));
    }, PACE_EVERY_MS);
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > limits.bytes) end(() => reject(tooLarge(limits)));
      else chunks.push(chunk);
    };
    const onEnd = () => end(resolve);
    const onBreak = () => end(() => reject(brokenOff()));
    const end = (settle: () => void) => {
      clearInterval(pace);
      request.off('data', onData).off('end', onEnd).off('error', onBreak).off('close', onBreak);
      settle();
    };
    request.on('data', onData).on('end', onEnd).on('error', onBreak).on('close', onBreak);
  });
  return Buffer.concat(chunks, size);
}

/**
 * Reads away what is left of a refused body, up to 4 MB or a second, then cuts the connection: a client that is cut while it
 * still writes often sees a broken pipe in place of the answer.
 */
export function drain(request: IncomingMessage): void {
  const { socket } = request;
  // The request itself is not told of its connection's end any more, once it has its answer.
  const isDone = () => request.complete || socket.destroyed;
  if (isDone()) return;
  const [bytesBefore, begunAt] = [socket.bytesRead, performance.now()];
  const watch = setInterval(() => {
    if (isDone()) return clearInterval(watch);
    const isOver = performance.now() - begunAt > drainLimits.ms || socket.bytesRead - bytesBefore > drainLimits.bytes;
    if (isOver) socket.destroy();
  }, 25);
  request.resume();
}

function tooLarge({ bytes }: BodyLimits): Problem {
  const message = `The body has more than ${bytes} bytes: host the file, and send its https URL as result_url.`;
  return new Problem(413, 'too_large', message);
}

function tooSlow(): Problem {
  return new Problem(408, 'request_timeout', 'The body came too slowly: send it again, at 16 KiB a second or more.');
}

function brokenOff(): Problem {
  return new Problem(400, 'invalid_request', 'The request broke off before its end: send it again.');
}
