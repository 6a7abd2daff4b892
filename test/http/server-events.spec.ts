import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { get, request, type IncomingMessage } from 'node:http';
import { eventually } from '../support/eventually.js';
import { ADMIN, startDoorApp, type DoorApp } from './door-app.js';

let door: DoorApp;
beforeEach(async () => void (door = await startDoorApp({ heartbeatMs: 30 })));
afterEach(() => door.close());

interface Listening {
  readonly response: IncomingMessage;
  text(): string;
  ended: boolean;
}

function listen(headers: Record<string, string> = {}): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const options = { headers: { authorization: `Bearer ${ADMIN}`, ...headers } };
    get(`${door.url}/v1/things/stream`, options, (response) => {
      let text = '';
      const listening = { response, text: () => text, ended: false };
      response.setEncoding('utf8').on('data', (chunk: string) => void (text += chunk));
      response.on('error', () => undefined).on('end', () => (listening.ended = true));
      resolve(listening);
    }).on('error', reject);
  });
}

it('sends events with name, id and one line of data', async () => {
  const stream = await listen();
  expect(stream.response.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'x-request-id': expect.stringMatching(/^req_/),
    'x-content-type-options': 'nosniff',
  });
  await eventually(() => stream.text().includes('id: t29'));
  expect(stream.text()).toContain('event: thing\nid: t00\ndata: {"thing":"t00"}\n\n');
});

it('goes on after the last event that the client saw', async () => {
  const stream = await listen({ 'last-event-id': 't27' });
  await eventually(() => stream.text().includes('id: t29'));
  expect(stream.text().match(/id: \w+/g)).toEqual(['id: t28', 'id: t29']);
});

it('beats while nothing happens', async () => {
  const stream = await listen({ 'last-event-id': 't29' });
  await eventually(() => (stream.text().match(/^:$/gm) ?? []).length >= 3);
});

it('forgets a client that goes', async () => {
  const stream = await listen();
  expect(door.events.count).toBe(1);
  stream.response.destroy();
  await eventually(() => door.events.count === 0);
});

it('ends when the token of the listener is deleted', async () => {
  const made = (await door.call('POST', '/v1/tokens', { token: ADMIN, body: { name: 'a', role: 'admin' } })).json;
  const stream = await listen({ authorization: `Bearer ${made.token}` });
  await door.call('DELETE', `/v1/tokens/${made.token_id}`, { token: ADMIN });
  await eventually(() => stream.ended);
  expect(door.events.count).toBe(0);
});

it('ends every stream when the server stops, and begins none', async () => {
  const stream = await listen();
  door.events.closeAll();
  await eventually(() => stream.ended);
  const answer = await door.call('GET', '/v1/things/stream', { token: ADMIN });
  expect([answer.status, answer.json.error.code]).toEqual([503, 'shutting_down']);
});

it('answers HEAD with the headers alone', async () => {
  const status = await new Promise((resolve, reject) => {
    const options = { method: 'HEAD', headers: { authorization: `Bearer ${ADMIN}` } };
    request(`${door.url}/v1/things/stream`, options, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    })
      .on('error', reject)
      .end();
  });
  expect(status).toBe(200);
  await eventually(() => door.events.count === 0);
});

it('answers who may not listen in the one shape', async () => {
  const answer = await door.call('GET', '/v1/things/stream');
  expect([answer.status, answer.json.error.code]).toEqual([401, 'unauthorized']);
});
