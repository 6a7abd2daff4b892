import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTlsServer, request as requestThere } from 'node:https';
import { once } from 'node:events';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { CreateBucketCommand, CreateMultipartUploadCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { putFile, StorageUnavailable } from '../../src/storage/files/file-store.js';
import { S3Files } from '../../src/storage/files/s3-files.js';
import { createAuthority } from '../support/local-authority.js';
import { startGateway } from './ceph.mjs';
import { server, TestBucket } from './s3-place.js';

const MIB = 1024 * 1024;
/** So long may the server of a test be silent, in milliseconds: short, so that the tests are. */
const SILENT_MS = 1_000;

let bucket: TestBucket;
const toClose: (() => unknown)[] = [];
beforeEach(async () => {
  bucket = await TestBucket.make();
  toClose.push(() => bucket.remove());
});
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

describe('files in S3, when the server', () => {
  it('is stopped in the midst of a write: the write fails, and so does every step after it', async () => {
    const { gateway, store } = await ownGateway();
    const writer = await store.begin('orders/1/a');
    await writer.write(Buffer.alloc(17 * MIB));
    expect(await bucket.uploads()).toHaveLength(1);
    const writing = writer.write(Buffer.alloc(200 * MIB)).catch((error: unknown) => error);
    await sleep(100);
    await gateway.stop();
    const failure = await writing;
    expect(failure).toBeInstanceOf(StorageUnavailable);
    expect((failure as StorageUnavailable).code).toMatch(/^E(CONNREFUSED|CONNRESET|PIPE)$/);
    await expect(writer.commit()).rejects.toBe(failure);
    await writer.abort();
    await expect(store.read('orders/1/a')).rejects.toBeInstanceOf(StorageUnavailable);
    await expect(store.remove('orders/1/a')).rejects.toBeInstanceOf(StorageUnavailable);
    await expect(store.tidy(Date.now())).rejects.toBeInstanceOf(StorageUnavailable);

    const later = new S3Files(bucket.place);
    expect(await later.read('orders/1/a')).toBeNull();
    await later.tidy(Date.now() + 2_000);
    expect(await bucket.uploads()).toEqual([]);
  });

  it('falls silent at a commit, of one part or of many: the commit fails in time', async () => {
    const { gateway, store } = await ownGateway();
    const writers = await Promise.all(['one', 'many'].map((name) => store.begin(`orders/1/${name}`)));
    await writers[0]!.write(Buffer.alloc(10));
    await writers[1]!.write(Buffer.alloc(40 * MIB));
    gateway.pause();
    for (const commit of writers.map((writer) => writer.commit().catch((error: unknown) => error)))
      expect(await commit).toMatchObject({ name: 'StorageUnavailable', code: 'TimeoutError' });
  });

  it.each([
    ['of one part', 10],
    ['of many parts', 40 * MIB],
  ])(
    'does all of a commit %s, but none of its answers arrives: the commit fails, and nothing is left',
    async (_name, size) => {
      const store = new S3Files({ ...bucket.place, endpoint: await losing(isNaming) }, SILENT_MS);
      const writer = await store.begin('orders/1/a');
      await writer.write(Buffer.alloc(size));
      await expect(writer.commit()).rejects.toMatchObject({ name: 'StorageUnavailable', code: 'ECONNRESET' });
      expect(await bucket.keys()).toEqual([]);
      expect(await bucket.uploads()).toEqual([]);
    },
  );

  it('falls silent in the midst of a part: an abort does not wait for it', async () => {
    const { gateway, store } = await ownGateway(30_000);
    const writer = await store.begin('orders/1/a');
    await writer.write(Buffer.alloc(17 * MIB));
    gateway.pause();
    const writing = expect(writer.write(Buffer.alloc(40 * MIB))).rejects.toThrow('aborted');
    await sleep(200);
    const aborting = writer.abort();
    gateway.resume();
    await aborting;
    await writing;
    expect(await bucket.uploads()).toEqual([]);
  });

  it('falls silent in the midst of a download: the stream fails; before it: the read does', async () => {
    const { gateway, store } = await ownGateway();
    await putFile(store, 'orders/1/a', Buffer.alloc(40 * MIB));
    const stream = await store.read('orders/1/a');
    await once(stream!, 'readable');
    gateway.pause();
    await expect(buffer(stream!)).rejects.toMatchObject({ name: 'StorageUnavailable', code: 'TimeoutError' });
    await expect(store.read('orders/1/a')).rejects.toMatchObject({ code: 'TimeoutError' });
  });

  it('ends in the midst of a download: the stream fails', async () => {
    const { gateway, store } = await ownGateway();
    await putFile(store, 'orders/1/a', Buffer.alloc(40 * MIB));
    const stream = await store.read('orders/1/a');
    await once(stream!, 'readable');
    await gateway.stop();
    await expect(buffer(stream!)).rejects.toThrow();
  });

  it('waits for a slow reader, who gets all of it', async () => {
    const store = new S3Files(bucket.place, SILENT_MS);
    await putFile(store, 'orders/1/a', Buffer.alloc(20 * MIB, 3));
    const stream = await store.read('orders/1/a');
    let got = 0;
    for await (const piece of stream as AsyncIterable<Buffer>) {
      got += piece.length;
      if (got % (4 * MIB) < piece.length) await sleep(SILENT_MS + randomInt(SILENT_MS));
    }
    expect(got).toBe(20 * MIB);
  });

  it('has no room for it: the commit fails by that name, and nothing is left', async () => {
    const full = new S3Client({ ...clientOptions(), credentials: credentials(server.full) });
    await full.send(new CreateBucketCommand({ Bucket: `${bucket.name}-full` }));
    const store = await asUser(server.full, () => new S3Files({ ...bucket.place, bucket: `${bucket.name}-full` }));
    for (const size of [2_000_000, 20 * MIB]) {
      const failure = await putFile(store, 'orders/1/a', Buffer.alloc(size)).catch((error: unknown) => error);
      expect(failure).toMatchObject({ name: 'StorageUnavailable', code: 'QuotaExceeded' });
      expect(await store.read('orders/1/a')).toBeNull();
    }
    await store.tidy(0);
  });

  it.each([
    ['507 and no words', 507, '', 'HTTP 507'],
    ['507 and words of its own', 507, '<html>Insufficient Storage</html>', 'HTTP 507'],
    ['503 SlowDown', 503, '<Error><Code>SlowDown</Code></Error>', 'SlowDown'],
    ['400 EntityTooLarge', 400, '<Error><Code>EntityTooLarge</Code></Error>', 'EntityTooLarge'],
    ['500 and JSON', 500, '{"error":1}', 'HTTP 500'],
    ['200 and no S3 at all', 200, 'hello', null],
  ])('answers %s: that is its code', async (_name, status, body, code) => {
    const endpoint = await answering(status, body);
    const store = new S3Files({ ...bucket.place, endpoint }, SILENT_MS);
    const putting = putFile(store, 'orders/1/a', Buffer.alloc(10));
    if (code !== null) await expect(putting).rejects.toMatchObject({ name: 'StorageUnavailable', code });
    expect(await store.check()).toMatch(/^files cannot be written to the bucket /);
  });
});

describe('the check of files in S3 says', () => {
  it.each([
    [
      'that the bucket is missing',
      {},
      { bucket: 'no-such-bucket' },
      /^the bucket no-such-bucket does not exist at https/,
    ],
    [
      'that the key is unknown',
      { AWS_ACCESS_KEY_ID: 'CANARYID' },
      {},
      /^the credentials may not .* \(InvalidAccessKeyId\)$/,
    ],
    [
      'that the secret is wrong',
      { AWS_SECRET_ACCESS_KEY: 'CANARY' },
      {},
      /^the credentials may not .* \(SignatureDoesNotMatch\)$/,
    ],
    ['that there are no credentials', noCredentials(), {}, /^no credentials for S3 were found: set AWS_ACCESS_KEY_ID/],
    ['that there is no region', noCredentials(), { region: null }, /^no region for S3 was found: add region=/],
    [
      'that nobody listens',
      {},
      { endpoint: 'https://127.0.0.1:9' },
      /^S3 at https:\/\/127.0.0.1:9 cannot be reached \(ECONNREFUSED\)$/,
    ],
    ['that the name is unknown', {}, { endpoint: 'https://s3.invalid' }, /cannot be reached \(E(NOTFOUND|AI_AGAIN)\)$/],
  ])('%s', async (_name, env, differs, sentence) => {
    const said = await withEnv(env, () => new S3Files({ ...bucket.place, ...differs }).check());
    expect(said).toMatch(sentence);
    expect(said).not.toContain('CANARY');
  });

  it("that another's bucket is", async () => {
    const store = await asUser(server.full, () => new S3Files(bucket.place));
    expect(await store.check()).toMatch(/^the credentials may not put, get and delete objects .* \(AccessDenied\)$/);
  });

  it('that the server is not one that is trusted', async () => {
    const { key, cert } = await (await createAuthority('Stranger')).issue(['localhost']);
    const stranger = createTlsServer({ key, cert }, (_request, response) => response.end());
    const endpoint = (await listening(stranger)).replace('http://127.0.0.1', 'https://localhost');
    expect(await new S3Files({ ...bucket.place, endpoint }).check()).toMatch(
      /cannot be reached \([A-Z_]*(CERT|ISSUER|SIGNATURE)[A-Z_]*\)$/,
    );
  });

  it('that the server does not answer, after five seconds', async () => {
    const sockets: Socket[] = [];
    const silent = createTcpServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    toClose.push(
      () => sockets.forEach((socket) => socket.destroy()),
      () => silent.close(),
    );
    const endpoint = `https://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const began = performance.now();
    expect(await new S3Files({ ...bucket.place, endpoint }).check()).toBe(`S3 at ${endpoint} does not answer in time`);
    expect(performance.now() - began).toBeLessThan(8_000);
  });
});

describe('files in S3', () => {
  it('tell nothing of the request in their errors, whose answer repeats it', async () => {
    const env = { AWS_SECRET_ACCESS_KEY: 'CANARY-SECRET', AWS_SESSION_TOKEN: 'CANARY-TOKEN' };
    const failure = await withEnv(env, () =>
      putFile(new S3Files(bucket.place), 'orders/1/a', Buffer.alloc(10)).catch((error: unknown) => error),
    );
    expect(failure).toBeInstanceOf(StorageUnavailable);
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toMatch(/CANARY|Signature=|AWS4-HMAC/);
  });

  it('lie under their prefix, and what others have begun in the bucket is left alone', async () => {
    const { UploadId } = await bucket.client.send(
      new CreateMultipartUploadCommand({ Bucket: bucket.name, Key: 'results/abc' }),
    );
    const store = new S3Files(bucket.place);
    await putFile(store, 'orders/1/a', Buffer.from('a'));
    expect(await bucket.keys()).toEqual(['results/a/orders/1/a']);
    await store.tidy(Date.now() + 60_000);
    expect(await bucket.uploads()).toEqual([`results/abc ${UploadId}`]);
  });

  it('lie at the top of the bucket where there is no prefix', async () => {
    await putFile(new S3Files({ ...bucket.place, prefix: '' }), 'orders/1/a', Buffer.from('a'));
    expect(await bucket.keys()).toEqual(['orders/1/a']);
  });

  it('are tidied up however many there are', async () => {
    const begin = (n: number) =>
      bucket.client.send(
        new CreateMultipartUploadCommand({ Bucket: bucket.name, Key: `results/a/orders/${n % 7}/${n}` }),
      );
    for (let from = 0; from < 1_010; from += 10)
      await Promise.all(Array.from({ length: 10 }, (_, index) => begin(from + index)));
    await new S3Files(bucket.place).tidy(Date.now() + 60_000);
    expect(await bucket.uploads()).toEqual([]);
  });
});

/** A gateway of the test's own, which it may stop; the store is behind it. */
async function ownGateway(silentMs = SILENT_MS) {
  const gateway = await startGateway(server.folder, server.tls);
  toClose.push(() => gateway.stop());
  return {
    gateway: {
      stop: () => gateway.stop(),
      pause: () => gateway.process.kill('SIGSTOP'),
      resume: () => gateway.process.kill('SIGCONT'),
    },
    store: new S3Files({ ...bucket.place, endpoint: gateway.endpoint }, silentMs),
  };
}

/** The request that gives a file its name: the put of an object, or the completion of its parts. */
function isNaming({ method, url = '' }: IncomingMessage): boolean {
  const query = new URL(url, server.endpoint).searchParams;
  return method === 'PUT' ? !query.has('partNumber') : method === 'POST' && query.has('uploadId');
}

/** A way to the server on which the answers to some requests are lost. */
async function losing(lost: (request: IncomingMessage) => boolean): Promise<string> {
  const ca = readFileSync(server.tls.caFile);
  const way = createHttpServer((request, response) => {
    const { method, headers } = request;
    const there = requestThere(new URL(request.url ?? '', server.endpoint), { method, headers, ca }, (answer) => {
      if (lost(request)) return answer.resume().on('end', () => request.socket.destroy());
      return answer.pipe(response.writeHead(answer.statusCode ?? 500, answer.headers));
    });
    request.pipe(there);
  });
  return listening(way);
}

/** A server that answers everything with the same. */
async function answering(status: number, body: string): Promise<string> {
  const told = createHttpServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status).end(body));
  });
  return listening(told);
}

async function listening(listener: Server): Promise<string> {
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  toClose.push(() => {
    listener.closeAllConnections();
    listener.close();
  });
  return `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
}

function clientOptions() {
  return { region: 'us-east-1', endpoint: server.endpoint, forcePathStyle: true };
}

function credentials({ accessKey, secretKey }: typeof server.full) {
  return { accessKeyId: accessKey, secretAccessKey: secretKey };
}

/** With the credentials of somebody else, which the store takes from the environment at its first call. */
async function asUser(user: typeof server.full, make: () => S3Files): Promise<S3Files> {
  return withEnv({ AWS_ACCESS_KEY_ID: user.accessKey, AWS_SECRET_ACCESS_KEY: user.secretKey }, async () => {
    const store = make();
    await store.read('orders/none').catch(() => null);
    return store;
  });
}

function noCredentials() {
  const nowhere = { AWS_CONFIG_FILE: '/nonexistent', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent' };
  const none = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, AWS_EC2_METADATA_DISABLED: 'true' };
  return { ...none, ...nowhere };
}

async function withEnv<T>(env: Record<string, string | undefined>, work: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  try {
    return await work();
  } finally {
    for (const name of Object.keys(env)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}
