import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Problem } from '../domain/problem.js';
import { brokenOff, pour, tooLarge, type BodyLimits, type BodyPace, type Sink } from './pour-body.js';

export type { BodyLimits, BodyPace, Sink };

/** Of every body that we receive. */
export const usualPace: BodyPace = { bytesPerSecond: 16_384, graceMs: 10_000 };

/** V: 4.5 MB (contract, section 6). Whole within five minutes at the slowest. */
export const callbackLimits: BodyLimits = { bytes: 4_718_592, ...usualPace };

/** What is still read of a refused body, so that its sender comes to read the answer. */
const drainLimits = { bytes: 4 * 1024 * 1024, ms: 1_000 };

/**
 * Brings a whole body into a sink, counting while it arrives and no faster than the sink takes it. Rejects with 413 `too_large`, with
 * 408 `request_timeout` where it comes too slowly, with 400 where it breaks off, and with what the sink throws; the rest of the body is
 * then left to `drain`, and the sink told to forget what it has.
 */
export async function receiveBody<Received>(
  request: IncomingMessage,
  limits: BodyLimits,
  sink: Sink<Received>,
): Promise<Received> {
  try {
    if (Number(request.headers['content-length'] ?? 0) > limits.bytes) throw tooLarge(limits);
    // Its sender went away while we looked who it is.
    if (request.destroyed) throw brokenOff();
    await pour(request, limits, sink);
    return await sink.end();
  } catch (error) {
    await sink.abort();
    throw error;
  }
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

/** Throws 400 for a body that is not sent as it is. */
export function refuseEncoded({ 'content-encoding': encoding = 'identity' }: IncomingHttpHeaders): void {
  if (encoding.toLowerCase() !== 'identity')
    throw new Problem(400, 'invalid', 'Content-Encoding: send the body as it is, not compressed.');
}
