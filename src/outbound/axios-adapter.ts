import { Axios, AxiosError, type AxiosAdapter, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import { StreamedAnswer, WholeAnswer, type AxiosEnd } from './axios-answer.js';
import { axiosBody, type AxiosBody } from './axios-body.js';
import { CallProblem } from './call-problem.js';
import { flatHeaders, headerFault } from './header-guard.js';
import { readTarget, type Trust } from './target.js';
import type { Transport } from './transport.js';
import type { WireCall, WireRequest } from './wire-call.js';

export interface AdapterOptions {
  readonly userAgent: string;
  readonly trust: Trust;
  /** Used where a call names no timeout: axios' own default is none, and none is not offered here. */
  readonly timeoutMs: number;
  /**
   * Used where a call that gathers its body names no `maxContentLength`. A streamed body has no limit unless it names
   * one.
   */
  readonly maxBytes: number;
}

const unsupported = new Set<string | undefined>(['document', 'blob', 'formdata']);
const uris = new Axios();

/**
 * axios over the guarded wire. `timeout` covers everything from the name lookup to the last body byte,
 * `maxContentLength` ends a body while it arrives, redirects are answers, nothing is decompressed; proxies, agents and
 * sockets of a config are not used.
 */
export function guardedAdapter(transport: Transport, options: AdapterOptions): AxiosAdapter {
  return async (config) => {
    if (unsupported.has(config.responseType))
      throw refusal(`responseType ${config.responseType} is not supported.`, config);
    if (config.socketPath) throw refusal('socketPath is not supported.', config);
    if (config.cancelToken) throw refusal('cancelToken is not supported; use signal.', config);
    const body = await axiosBody(config);
    try {
      const request = prepare(config, body, options);
      return await new Promise<AxiosResponse>((resolve, reject) =>
        send(transport, request, config, { resolve, reject }),
      );
    } catch (error) {
      body.release();
      throw error;
    }
  };
}

function prepare(config: InternalAxiosRequestConfig, body: AxiosBody, options: AdapterOptions): WireRequest {
  const target = readTarget(uris.getUri(config), options.trust);
  if (target instanceof CallProblem) throw refusal(target.message, config, target);
  const method = (config.method ?? 'get').toUpperCase();
  const { timeout, maxContentLength = -1 } = config;
  const uncapped = config.responseType === 'stream' ? Number.MAX_SAFE_INTEGER : options.maxBytes;
  return {
    method,
    target,
    headers: wireHeaders(config, body, options),
    body: body.body,
    timeoutMs: timeout || options.timeoutMs,
    maxBytes: maxContentLength >= 0 ? maxContentLength : uncapped,
    // Only what may safely be sent twice goes on a connection that may be dying.
    fresh: method !== 'GET' && method !== 'HEAD',
    signal: config.signal as AbortSignal | undefined,
  };
}

function wireHeaders(config: InternalAxiosRequestConfig, body: AxiosBody, options: AdapterOptions): string[] {
  const headers = plainHeaders(config);
  const fault = headerFault(headers);
  if (fault) throw refusal(fault, config);
  for (let i = 0; i < body.headers.length; i += 2)
    if (body.headers[i] === 'content-type') drop(headers, 'content-type');
  const flat = flatHeaders(headers, { 'user-agent': options.userAgent, 'accept-encoding': 'identity' });
  return [...flat, ...body.headers];
}

function plainHeaders(config: InternalAxiosRequestConfig): Record<string, string> {
  const headers = { ...config.headers.toJSON(true) };
  // The length is ours to say; for a stream `axiosBody` has kept it.
  drop(headers, 'content-length');
  if (config.auth) {
    const { username, password } = config.auth;
    drop(headers, 'authorization');
    headers.authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  }
  return headers;
}

function drop(headers: Record<string, string>, name: string): void {
  for (const given of Object.keys(headers)) if (given.toLowerCase() === name) delete headers[given];
}

function send(transport: Transport, request: WireRequest, config: InternalAxiosRequestConfig, end: AxiosEnd): void {
  const streamed = config.responseType === 'stream';
  const answer = streamed ? new StreamedAnswer(config, end, () => call.abort()) : new WholeAnswer(config, end);
  const call: WireCall = transport.send(request, answer);
}

function refusal(message: string, config: InternalAxiosRequestConfig, cause?: CallProblem): AxiosError {
  return Object.assign(new AxiosError(message, AxiosError.ERR_BAD_OPTION_VALUE, config), { cause });
}
