import type { Socket } from 'node:net';

/**
 * Holds back what arrives on a socket, so that the far side is slowed down by TCP itself. undici could be told to pause instead, but
 * its paused parser dies of a connection that ends in the meantime (an assertion in its socket's event, which would end the
 * process); a parser that merely has nothing to read does not.
 */
export class ReadHold {
  private isHeld = false;

  constructor(private readonly socket: Socket) {
    const read: Socket['read'] = socket.read.bind(socket);
    // `read(0)` takes nothing: Node uses it to get things going.
    socket.read = (size?: number) => (this.isHeld && size !== 0 ? null : (read(size) as unknown));
  }

  /** What undici has in hand it still reads to its end: one socket's buffer at most. */
  hold(): void {
    this.isHeld = true;
  }

  release(): void {
    if (!this.isHeld) return;
    this.isHeld = false;
    // Later, because undici may be in the midst of a piece.
    queueMicrotask(() => !this.isHeld && this.socket.emit('readable'));
  }
}
