import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { receiveBody, type BodyLimits, type Sink } from '../../src/http/capped-request-body.js';
import { eventually } from '../support/eventually.js';

/** A sink whose writes last until the test lets them end. */
class SlowSink implements Sink<string> {
  readonly said: string[] = [];
  private free: ((wantsMore: boolean) => void) | null = null;

  write(piece: Buffer): Promise<boolean> {
    this.said.push(`write ${piece.toString()}`);
    return new Promise((resolve) => (this.free = resolve));
  }

  async letGo(wantsMore = true): Promise<void> {
    (await eventually(() => this.free))(wantsMore);
    this.free = null;
  }

  end(): string {
    this.said.push('end');
    return 'whole';
  }

  async abort(): Promise<void> {
    this.said.push('abort');
  }
}

const limits: BodyLimits = { bytes: 100, bytesPerSecond: 1_000_000, graceMs: 300, wholeMs: 2_000 };
let server: Server;
let sink: SlowSink;
let received: Promise<string> | null;

beforeEach(async () => {
  [sink, received] = [new SlowSink(), null];
  server = createServer((incoming, response) => {
    received = receiveBody(incoming, limits, sink);
    received.then(
      () => response.end(),
      () => response.end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function open(headers: Record<string, string> = {}) {
  const { port } = server.address() as AddressInfo;
  return request({ port, method: 'POST', headers }).on('error', () => undefined);
}

it('ends a body only once its last piece is written, though its end has come long before', async () => {
  open().end('all');
  await eventually(() => sink.said.length === 1);
  // Longer than the pace allows: while we write, nobody is slow but us.
  const begun = performance.now();
  await eventually(() => performance.now() - begun > 600);
  expect(sink.said).toEqual(['write all']);
  await sink.letGo();
  expect(await received).toBe('whole');
  expect(sink.said).toEqual(['write all', 'end']);
});

it('reads no further where the sink wants no more', async () => {
  const call = open({ 'Content-Length': '8' });
  call.write('half');
  await sink.letGo(false);
  expect(await received).toBe('whole');
  expect(sink.said).toEqual(['write half', 'end']);
});

it('forgets a body that breaks off, also while a piece of it is written', async () => {
  const call = open({ 'Content-Length': '8' });
  call.write('half');
  await eventually(() => sink.said.length === 1);
  call.destroy();
  await expect(received).rejects.toMatchObject({ status: 400, code: 'invalid_request' });
  expect(sink.said).toEqual(['write half', 'abort']);
});

it('gives a body up that stalls', async () => {
  open({ 'Content-Length': '8' }).write('half');
  await sink.letGo();
  await expect(received).rejects.toMatchObject({ status: 408, code: 'request_timeout' });
});

it('gives a body up that takes too long, whoever is slow', async () => {
  open({ 'Content-Length': '8' }).write('half');
  await eventually(() => received !== null);
  const begun = performance.now();
  await expect(received).rejects.toMatchObject({ status: 408 });
  expect(performance.now() - begun).toBeGreaterThan(1_500);
});
