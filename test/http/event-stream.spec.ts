import { afterEach, expect, it } from '@jest/globals';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { EventStream } from '../../src/http/event-stream.js';
import { eventually } from '../support/eventually.js';

let server: Server;
let client: Socket;
afterEach(() => {
  client.destroy();
  server.closeAllConnections();
  server.close();
});

/** A stream to a client that reads nothing until it is told to. */
async function openToLazyClient(): Promise<EventStream> {
  const response = new Promise<ServerResponse>((resolve) => {
    server = createServer((_request, response) => resolve(response)).listen(0, '127.0.0.1');
  });
  await new Promise((listening) => server.once('listening', listening));
  client = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
  client.pause().write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  return new EventStream(await response);
}

const big = { event: 'big', id: '1', data: 'x'.repeat(1024 * 1024) };

/** 30 MiB, more than any socket buffers. */
async function sendMuch(stream: EventStream): Promise<boolean> {
  for (let i = 0; i < 30; i++) {
    if (!(await stream.send(big))) return false;
  }
  return true;
}

it('waits with the next event until the client has room', async () => {
  const stream = await openToLazyClient();
  let went = false;
  const sent = sendMuch(stream).finally(() => (went = true));
  await new Promise((r) => setTimeout(r, 1000));
  expect(went).toBe(false);
  client.resume();
  expect(await sent).toBe(true);
});

it('cuts a client that takes nothing for four beats', async () => {
  const stream = await openToLazyClient();
  const sent = sendMuch(stream);
  await eventually(() => {
    stream.beat();
    return stream.signal.aborted;
  });
  expect(await sent).toBe(false);
  expect(await stream.send(big)).toBe(false);
});

it('refuses names and ids of more than one line', async () => {
  const stream = await openToLazyClient();
  await expect(stream.send({ event: 'a\nb', data: 1 })).rejects.toThrow(/one line/);
  await expect(stream.send({ event: 'a', id: '1\r2', data: 1 })).rejects.toThrow(/one line/);
});
