import { Readable } from 'node:stream';
import { AxiosError, type InternalAxiosRequestConfig } from 'axios';
import { CallProblem } from './call-problem.js';
import { wireBody, type WireBody } from './request-body.js';

const tooLong = 'The body to send is larger than maxBodyLength.';

/** A body that axios has transformed, ready for the wire. */
export interface AxiosBody extends WireBody {
  /** Lets go of a stream that the call did not read to its end. */
  release(): void;
}

/** Takes what `config.data` may be after axios' transforms: text, bytes, a form, a blob, a stream. */
export async function axiosBody(config: InternalAxiosRequestConfig): Promise<AxiosBody> {
  const data: unknown = config.data;
  const limit = config.maxBodyLength ?? -1;
  if (isForm(data)) return formBody(data, limit);
  if (data instanceof Blob) return bytesBody(new Uint8Array(await data.arrayBuffer()), limit);
  if (data === undefined || data === null || typeof data === 'string') return bytesBody(data, limit);
  if (data instanceof ArrayBuffer) return bytesBody(new Uint8Array(data), limit);
  if (ArrayBuffer.isView(data)) return bytesBody(Buffer.from(data.buffer, data.byteOffset, data.byteLength), limit);
  if (isIterable(data)) return streamBody(data, limit, config.headers.get('content-length'));
  throw new AxiosError('A body of this kind cannot be sent.', AxiosError.ERR_BAD_REQUEST, config);
}

function isForm(data: unknown): data is FormData {
  return data instanceof FormData;
}

/** undici's request cannot take a FormData; a Response makes the multipart text and its type out of one. */
async function formBody(form: FormData, limit: number): Promise<AxiosBody> {
  const made = new Response(form);
  const body = bytesBody(new Uint8Array(await made.arrayBuffer()), limit);
  return { ...body, headers: [...body.headers, 'content-type', made.headers.get('content-type') ?? ''] };
}

function bytesBody(bytes: string | Uint8Array | null | undefined, limit: number): AxiosBody {
  if (bytes && limit >= 0 && Buffer.byteLength(bytes) > limit) throw bodyTooLarge();
  return { ...wireBody(bytes), release: () => undefined };
}

function streamBody(stream: AsyncIterable<Uint8Array | string>, limit: number, length: unknown): AxiosBody {
  const headers = typeof length === 'string' && /^\d+$/.test(length) ? ['content-length', length] : [];
  const release = (): void => void (stream instanceof Readable && stream.destroy());
  return { body: counted(stream, limit), headers, release };
}

/** What goes wrong in here surfaces in undici, which ends the call with it: hence as a CallProblem. */
async function* counted(stream: AsyncIterable<Uint8Array | string>, limit: number): AsyncGenerator<Uint8Array> {
  let sent = 0;
  try {
    for await (const piece of stream) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
      sent += bytes.length;
      if (limit >= 0 && sent > limit) throw new CallProblem('connection_error', tooLong);
      yield bytes;
    }
  } catch (error) {
    if (error instanceof CallProblem) throw error;
    throw new CallProblem('connection_error', 'The body to send could not be read to its end.');
  }
}

function isIterable(data: unknown): data is AsyncIterable<Uint8Array | string> {
  return typeof data === 'object' && data !== null && Symbol.asyncIterator in data;
}

function bodyTooLarge(): AxiosError {
  return new AxiosError(tooLong, AxiosError.ERR_BAD_REQUEST);
}
