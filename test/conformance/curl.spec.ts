import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { curlOf } from '../../src/domain/conformance/curl.js';
import type { ProbeName } from '../../src/domain/conformance/evidence.js';
import { verifyWebhook } from '../../src/outbound/webhook-signature.js';

const SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const ORDER = '0197c1d0-0000-7000-8000-000000000001';
const KEY = `it's "a" $key`;
const env = {
  PATH: process.env['PATH'],
  ROUNDTRIP_HEADER_X_KEY: KEY,
  ROUNDTRIP_SIGNING_SECRET: SECRET,
  REMOTE_ID: 'job-7',
  ETAG: '"v1"',
};

const seen: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (piece: Buffer) => (body += piece.toString()));
  request.on('end', () => {
    seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
    response.end('{}');
  });
});
let url: string;
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => void seen.splice(0));
afterAll(() => new Promise((closed) => server.close(closed)));

/** Runs the command as a seller would, and tells what came in. */
async function repeated(probe: ProbeName, statusPath = '/s/{order_id}') {
  const tool = { shortId: 'tool', jobUrl: `${url}/it's`, statusUrl: url + statusPath, batchUrl: null };
  const command = curlOf(probe, { ...tool, authHeaders: ['X-Key'], publicUrl: 'https://us.test' }, ORDER)!;
  expect(command).not.toContain(SECRET.slice(6));
  await promisify(execFile)('sh', ['-c', command], { env });
  return seen;
}

const provenAgo = ({ headers, body }: (typeof seen)[number], ago: number) =>
  verifyWebhook({ headers, body, secret: SECRET, nowS: Date.now() / 1_000 - ago });

describe('the command that repeats a call', () => {
  it.each(['status_first', 'status_working', 'status_done'] as const)(
    '%s asks about the order of the test',
    async (probe) => {
      expect(await repeated(probe)).toMatchObject([{ method: 'GET', url: `/s/${ORDER}`, headers: { 'x-key': KEY } }]);
    },
  );

  it('of an unknown order asks about one that never was', async () => {
    expect(await repeated('status_unknown')).toMatchObject([{ url: '/s/00000000-0000-4000-8000-000000000000' }]);
  });

  it('asks by the id that the seller gave, which stands in a variable', async () => {
    expect(await repeated('status_done', '/s?id={remote_id}')).toMatchObject([{ url: '/s?id=job-7' }]);
  });

  it('without and with wrong auth headers holds none and wrong ones', async () => {
    await repeated('job_no_auth');
    await repeated('job_wrong_auth');
    expect(seen.map(({ url: path, headers }) => [path, headers['x-key']])).toEqual([
      ["/it's", undefined],
      ["/it's", 'wrong'],
    ]);
  });

  it('asks whether an answer is unchanged by its validator', async () => {
    expect(await repeated('status_validated')).toMatchObject([{ headers: { 'if-none-match': '"v1"' } }]);
  });

  it('of the same order twice sends one signed job two times', async () => {
    const [one, two] = await repeated('job_again');
    expect(two?.body).toBe(one?.body);
    expect(two?.headers['idempotency-key']).toBe(one?.headers['idempotency-key']);
    expect(JSON.parse(one!.body)).toMatchObject({ short_id: 'tool', is_test: true });
    expect(provenAgo(one!, 0)).toMatchObject({ ok: true });
  });

  it('of no, a wrong and an old signature has just that', async () => {
    const [unsigned] = await repeated('job_unsigned');
    expect(unsigned?.headers['webhook-signature']).toBeUndefined();
    const [, wrong] = await repeated('job_bad_signature');
    expect(provenAgo(wrong!, 0)).toMatchObject({ ok: false });
    const [, , old] = await repeated('job_old_signature');
    expect(provenAgo(old!, 0)).toMatchObject({ ok: false });
    expect(provenAgo(old!, 3_600)).toMatchObject({ ok: true });
  });
});
