import { STATUS_CODES } from 'node:http';
import { Readable } from 'node:stream';
import { AxiosError, AxiosHeaders, CanceledError, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import { CollectedBody } from '../domain/collected-body.js';
import type { Receiver, WireFailure } from './wire-call.js';

/** How an axios call ends. */
export interface AxiosEnd {
  resolve(response: AxiosResponse): void;
  reject(error: Error): void;
}

/** Gathers the whole body before it answers. */
export class WholeAnswer implements Receiver {
  private readonly body = new CollectedBody();
  private status = 0;
  private headers = new AxiosHeaders();

  constructor(
    private readonly config: InternalAxiosRequestConfig,
    private readonly end_: AxiosEnd,
  ) {}

  head(status: number, headers: readonly Buffer[]): void {
    this.status = status;
    this.headers = axiosHeaders(headers);
  }

  piece(bytes: Buffer): boolean {
    this.body.add(bytes);
    return true;
  }

  end(): void {
    const data = decode(this.body.toBuffer(), this.config);
    settle(responseOf(this.status, this.headers, data, this.config), this.end_);
  }

  failed(failure: WireFailure): void {
    this.end_.reject(axiosFailure(failure, this.config));
  }
}

/** Answers with the headers and hands the body on as it comes, no faster than it is read. */
export class StreamedAnswer implements Receiver {
  private stream: Readable | null = null;

  constructor(
    private readonly config: InternalAxiosRequestConfig,
    private readonly end_: AxiosEnd,
    private readonly abort: () => void,
  ) {}

  head(status: number, headers: readonly Buffer[], resume: () => void): void {
    const { abort } = this;
    // Destroyed by its reader: the rest of the body is not wanted.
    const destroy = (error: Error | null, done: (error: Error | null) => void): void => (abort(), done(error));
    this.stream = new Readable({ read: () => resume(), destroy });
    settle(responseOf(status, axiosHeaders(headers), this.stream, this.config), this.end_);
  }

  piece(bytes: Buffer): boolean {
    return this.stream!.push(bytes);
  }

  end(): void {
    this.stream?.push(null);
  }

  failed(failure: WireFailure): void {
    const error = axiosFailure(failure, this.config);
    if (this.stream) this.stream.destroy(error);
    else this.end_.reject(error);
  }
}

/** As axios' own `settle`, which it does not export. */
function settle(response: AxiosResponse, end: AxiosEnd): void {
  const { config, status } = response;
  if (!config.validateStatus || config.validateStatus(status)) return end.resolve(response);
  const code = status >= 500 ? AxiosError.ERR_BAD_RESPONSE : AxiosError.ERR_BAD_REQUEST;
  end.reject(new AxiosError(`Request failed with status code ${status}`, code, config, null, response));
}

function responseOf(
  status: number,
  headers: AxiosHeaders,
  data: unknown,
  config: InternalAxiosRequestConfig,
): AxiosResponse {
  return { status, statusText: STATUS_CODES[status] ?? '', headers, data, config, request: null };
}

function axiosHeaders(raw: readonly Buffer[]): AxiosHeaders {
  const headers = new AxiosHeaders();
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i]!.toString('latin1').toLowerCase();
    const value = raw[i + 1]!.toString('latin1');
    const before = headers.get(name);
    if (name === 'set-cookie') headers.set(name, [...(Array.isArray(before) ? before : []), value]);
    else headers.set(name, before === undefined || before === null ? value : `${headerText(before)}, ${value}`);
  }
  return headers;
}

function headerText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function decode(body: Buffer, config: InternalAxiosRequestConfig): Buffer | string {
  if (config.responseType === 'arraybuffer') return body;
  const text = body.toString((config.responseEncoding as BufferEncoding | undefined) ?? 'utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** `cause` is the CallProblem, which names the failure. */
function axiosFailure({ problem }: WireFailure, config: InternalAxiosRequestConfig): AxiosError {
  if (problem.failure === 'aborted')
    return Object.assign(new CanceledError(problem.message, config), { cause: problem });
  const timeout = problem.failure === 'timeout' ? config.timeoutErrorMessage : undefined;
  return Object.assign(new AxiosError(timeout ?? problem.message, codeOf(problem.failure), config), { cause: problem });
}

function codeOf(failure: WireFailure['problem']['failure']): string {
  switch (failure) {
    case 'timeout':
      return AxiosError.ETIMEDOUT;
    case 'too_large':
      return AxiosError.ERR_BAD_RESPONSE;
    case 'aborted':
      return AxiosError.ERR_CANCELED;
    case 'dns_error':
    case 'tls_error':
    case 'connection_error':
    case 'blocked_address':
      return AxiosError.ERR_NETWORK;
  }
}
