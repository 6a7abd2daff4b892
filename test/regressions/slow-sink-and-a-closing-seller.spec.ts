import { expect, it } from '@jest/globals';
import type { BodySink } from '../../src/domain/received-body.js';
import { HeldBody } from '../../src/domain/received-body.js';
import { onRequest, tlsServer } from '../outbound/servers.js';
import { answered, createWorld, get } from '../outbound/world.js';

/**
 * Two ways in which a body that was read more slowly than it came brought the process down, while undici's own pause was used for it:
 * a seller that closed its connection meanwhile (`Connection: close`) made undici's paused parser throw out of a socket's event, and
 * a parser that was resumed before the socket had more gave an empty piece, paused for it, was resumed, and so on for ever,
 * without a turn of the event loop. Now the socket is held back instead, and the parser never pauses.
 */
const world = createWorld();
const PIECE = 40_000;
const PIECES = 12;

/** Takes its time over every piece: longer than the seller takes to send all and go. */
class SlowSink implements BodySink {
  private readonly pieces: Buffer[] = [];

  async write(piece: Buffer): Promise<boolean> {
    await new Promise((resolve) => setTimeout(resolve, 15));
    this.pieces.push(Buffer.from(piece));
    return true;
  }

  end(): HeldBody {
    return new HeldBody(Buffer.concat(this.pieces));
  }

  async abort(): Promise<void> {}
}

it.each([
  ['with a length', `content-length: ${PIECE * PIECES}\r\n`, (piece: string) => piece, ''],
  [
    'in chunks',
    'transfer-encoding: chunked\r\n',
    (piece: string) => `${PIECE.toString(16)}\r\n${piece}\r\n`,
    '0\r\n\r\n',
  ],
  ['until the connection ends', '', (piece: string) => piece, ''],
])('a body %s arrives whole, though the seller closes behind it and we are slow', async (_how, framing, wrap, end) => {
  const server = await world.use(
    tlsServer(world.cert, (socket) => {
      onRequest(socket, () => {
        socket.write(`HTTP/1.1 200 OK\r\nconnection: close\r\n${framing}\r\n`);
        for (let n = 0; n < PIECES; n++) socket.write(wrap(String.fromCharCode(65 + n).repeat(PIECE)));
        socket.end(end);
      });
    }),
  );
  const sink = new SlowSink();
  const { body } = answered(await world.client().call(get(server.origin, { sink })));
  const letters = Array.from({ length: PIECES }, (_, n) => String.fromCharCode(65 + n).repeat(PIECE));
  expect(body.head.toString() === letters.join('')).toBe(true);
});
