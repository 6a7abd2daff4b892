import type { IncomingMessage } from 'node:http';
import { StorageUnavailable } from './file-store.js';

/** Looks in a row that find nothing; one alone may fall between a reader's taking all there is and the arrival of more. */
const LOOKS = 4;

/**
 * Destroys a body that S3 falls silent in for `silentMs` (milliseconds, up to a third more). The SDK's own limit on silence would
 * also end a download whose reader is slow; then bytes lie ready here, which is how the two are told apart.
 */
export function endWhenSilent(body: IncomingMessage, silentMs: number): IncomingMessage {
  const { socket } = body;
  let seen = socket.bytesRead;
  let silent = 0;
  const look = () => {
    const waiting = body.readableLength === 0 && !body.complete;
    silent = waiting && socket.bytesRead === seen ? silent + 1 : 0;
    seen = socket.bytesRead;
    if (silent === LOOKS) body.destroy(new StorageUnavailable('TimeoutError'));
  };
  const timer = setInterval(look, silentMs / (LOOKS - 1)).unref();
  body.once('close', () => clearInterval(timer));
  return body;
}
