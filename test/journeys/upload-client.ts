import { readdirSync, statSync } from 'node:fs';
import { request, type ClientRequest, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import type { ResultFileRow } from '../../src/storage/entities/result-file.js';
import type { UploadRow } from '../../src/storage/entities/upload.js';
import { eventually } from '../support/eventually.js';
import type { Answer } from '../support/roundtrip.js';
import type { Journey } from './journey.js';
import type { JourneyOrder } from './journey-order.js';

/** What prepare answers of one file. */
export interface PreparedJson {
  readonly filename: string;
  readonly object_key: string;
  readonly upload_url: string;
  readonly requires_headers: Readonly<Record<string, string>>;
  readonly expires_in: number;
  readonly max_bytes: number;
}

export interface PutAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Answer['body'];
}

export interface Wish {
  readonly filename?: unknown;
  readonly mime_type?: unknown;
  readonly file_size?: unknown;
}

/** Prepares as the seller of an order, or with another body altogether. */
export function tryPrepare(order: JourneyOrder, body: object): Promise<Answer> {
  const headers = { 'x-callback-secret': order.tool.json.callback_secret };
  const whole = { order_id: order.id, ...body };
  const { roundtrip } = order.tool.journey;
  return roundtrip.call('POST', '/api/orders/callback/prepare', whole, { token: null, headers });
}

/** Prepares one file, which must be granted. */
export async function prepare(order: JourneyOrder, bytes: Buffer | number, wish: Wish = {}): Promise<PreparedJson> {
  const file_size = typeof bytes === 'number' ? bytes : bytes.length;
  const body = { filename: 'a file.bin', mime_type: 'application/octet-stream', file_size, ...wish };
  const answer = await tryPrepare(order, body);
  if (answer.status !== 200) throw new Error(`prepare answered ${answer.status}: ${answer.text}`);
  return answer.body as PreparedJson;
}

/** Opens a PUT: the caller writes and ends it. `fetch` would add to the headers and tidy the URL up. */
export function openPut(
  url: string,
  headers: Readonly<Record<string, string>>,
): { call: ClientRequest; answered: Promise<PutAnswer> } {
  const { hostname, port, pathname, search } = new URL(url);
  const call = request({ hostname, port, path: pathname + search, method: 'PUT', headers });
  const answered = new Promise<PutAnswer>((resolve, reject) => {
    call.on('error', reject).on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      response.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as unknown;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
  });
  answered.catch(() => undefined);
  return { call, answered };
}

/** Puts a whole file where prepare said, with the headers that it asked for, or with others. */
export function put(
  { upload_url, requires_headers }: Pick<PreparedJson, 'upload_url' | 'requires_headers'>,
  bytes: Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<PutAnswer> {
  const whole = { ...requires_headers, 'Content-Length': String(bytes.length), ...headers };
  const { call, answered } = openPut(upload_url, whole);
  call.end(bytes);
  return answered;
}

/** A PUT of which only the first half has been sent, and has arrived: the upload is claimed. */
export async function halfPut(
  journey: Journey,
  prepared: PreparedJson,
  bytes: Buffer,
): Promise<{ call: ClientRequest; answered: Promise<PutAnswer>; sendRest: () => Promise<PutAnswer> }> {
  const headers = { ...prepared.requires_headers, 'Content-Length': String(bytes.length) };
  const { call, answered } = openPut(prepared.upload_url, headers);
  const half = Math.ceil(bytes.length / 2);
  call.write(bytes.subarray(0, half));
  await isClaimed(journey, prepared);
  const sendRest = () => (call.end(bytes.subarray(half)), answered);
  return { call, answered, sendRest };
}

async function isClaimed(journey: Journey, { object_key }: PreparedJson): Promise<void> {
  await eventually(async () => (await uploadRow(journey, object_key))?.claimed_until);
}

export async function uploadRow(journey: Journey, objectKey: string): Promise<UploadRow | undefined> {
  const sql = 'SELECT * FROM uploads WHERE object_key = $1';
  return (await journey.roundtrip.storage.database.read<UploadRow>(sql, [objectKey]))[0];
}

export function fileRows(journey: Journey): Promise<ResultFileRow[]> {
  return journey.roundtrip.storage.database.read<ResultFileRow>('SELECT * FROM result_files ORDER BY file_key');
}

/** Every file on disk, half ones too, as paths below the folder of files. */
export function filesOnDisk(journey: Journey): string[] {
  const folder = journey.roundtrip.folder.join('files');
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return all.filter((path) => statSync(join(folder, path)).isFile()).sort();
}
