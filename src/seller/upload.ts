import { createReadStream } from 'node:fs';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { postJson, untilTaken, type Answer, type RetryTimes } from './call-roundtrip.js';

/** What is to be uploaded. */
export interface Upload {
  readonly filename: string;
  readonly mimeType: string;
  readonly source: Uint8Array | { readonly path: string };
  /** In bytes. */
  readonly size: number;
}

export interface UploadTo {
  readonly orderId: string;
  readonly callbackUrl: string;
  readonly secret: string;
  readonly times: RetryTimes | undefined;
}

type Uploaded = { readonly ok: true; readonly objectKey: string } | { readonly ok: false; readonly message: string };

/** The server lets a PUT take fifteen minutes. */
const PUT_TIMEOUT_MS = 16 * 60_000;

/** Puts a file where Roundtrip says (prepare → PUT) and answers the key that the result names it by. */
export async function upload(file: Upload, to: UploadTo): Promise<Uploaded> {
  let objectKey = '';
  const reply = await untilTaken(async () => {
    // An upload URL is good for one PUT: each try asks for its own.
    const { filename, mimeType: mime_type, size: file_size } = file;
    const wanted = { order_id: to.orderId, filename, mime_type, file_size };
    const prepared = await postJson(prepareUrl(to.callbackUrl), wanted, to.secret);
    if (prepared.status !== 200) return prepared;
    const place = JSON.parse(prepared.text) as Prepared;
    objectKey = place.object_key;
    return put(place, file);
  }, to.times);
  return reply.ok
    ? { ok: true, objectKey }
    : { ok: false, message: `${file.filename} was not taken. ${reply.message}` };
}

interface Prepared {
  readonly object_key: string;
  readonly upload_url: string;
  readonly requires_headers: Readonly<Record<string, string>>;
}

/** Beside the callback, without its run and without a token that stands in its path. */
function prepareUrl(callbackUrl: string): string {
  const url = new URL(callbackUrl);
  url.pathname = url.pathname.replace(/\/api\/orders\/callback(\/[^/]*)?$/, '/api/orders/callback/prepare');
  url.search = '';
  return url.href;
}

/** Streams the bytes; an answer that comes before their end counts. */
async function put({ upload_url: url, requires_headers }: Prepared, { source, size }: Upload): Promise<Answer> {
  const headers = { ...requires_headers, 'Content-Length': String(size) };
  const send = url.startsWith('https:') ? requestHttps : requestHttp;
  const call = send(url, { method: 'PUT', headers, signal: AbortSignal.timeout(PUT_TIMEOUT_MS) });
  const answered = new Promise<Answer>((resolve, reject) => {
    call.on('error', reject).on('response', (response) => {
      response.setEncoding('utf8').on('error', reject);
      let text = '';
      response.on('data', (piece: string) => void (text += piece));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], text }),
      );
    });
  });
  const sent = pipeline('path' in source ? createReadStream(source.path) : Readable.from(piecesOf(source)), call);
  const [answer] = await Promise.all([answered, sent.catch(() => undefined)]);
  return answer;
}

const PIECE = 65_536;

function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}
