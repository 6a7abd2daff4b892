import { Readable } from 'node:stream';
import axios, {
  Axios,
  AxiosError,
  mergeConfig,
  type AxiosHeaders,
  type AxiosRequestConfig,
  type AxiosRequestTransformer,
} from 'axios';
import { guardedAdapter, type AdapterOptions } from './axios-adapter.js';
import { CallProblem } from './call-problem.js';
import type { CallFailure } from '../domain/exchange.js';
import type { Transport } from './transport.js';

/** Never in an error's JSON, which tends to be logged: axios puts the whole config in there. */
const redact = ['headers', 'data', 'params', 'auth', 'url'];

/**
 * An axios whose every socket goes through the guarded wire. For calls that are not on the hot path (mirroring,
 * conformance runs); checks and forwards use `GuardedClient`. It is an `Axios` object: `request`, `get`, `post` and so
 * on, not itself a function.
 */
export function createGuardedAxios(
  transport: Transport,
  options: AdapterOptions,
  config: AxiosRequestConfig = {},
): Axios {
  const instance = new Axios(mergeConfig(axios.defaults as AxiosRequestConfig, config));
  const { defaults } = instance;
  defaults.adapter = guardedAdapter(transport, options);
  defaults.transformRequest = [plainType, ...[defaults.transformRequest ?? []].flat()];
  defaults.redact = redact;
  const request = instance.request.bind(instance);
  // `get`, `post` and the others call `this.request`, so this one place sees every call.
  instance.request = (async (called: AxiosRequestConfig) => {
    refuseInjection(defaults.headers);
    refuseInjection(called.headers);
    return request(called);
  }) as Axios['request'];
  return instance;
}

/** Which failure ended an axios call; null when it was answered, or never made. */
export function callFailureOf(error: unknown): CallFailure | null {
  const cause: unknown = error instanceof AxiosError ? error.cause : null;
  return cause instanceof CallProblem ? cause.failure : null;
}

/** axios would call every untyped body of bytes a web form. */
const plainType: AxiosRequestTransformer = (data: unknown, headers: AxiosHeaders) => {
  const bytes = data instanceof Readable || data instanceof ArrayBuffer || ArrayBuffer.isView(data);
  if (bytes && !headers.getContentType()) headers.setContentType('application/octet-stream');
  return data;
};

/**
 * axios strips CR and LF out of header values before an interceptor or adapter sees them: "b\r\nevil: 1" would go out
 * as "bevil: 1".
 */
function refuseInjection(headers: unknown): void {
  if (typeof headers !== 'object' || headers === null) return;
  for (const [name, value] of Object.entries(headers)) {
    // Defaults are kept in groups: common, get, post ...
    if (typeof value === 'object') refuseInjection(value);
    else if (typeof value === 'string' && spoilsHeader(value)) throw injection(name);
  }
}

function spoilsHeader(value: string): boolean {
  return /[\r\n\0]|[^\0-\xff]/.test(value);
}

function injection(name: string): AxiosError {
  const message = `The value of the header ${name} holds a line break, NUL or a character beyond Latin-1.`;
  return new AxiosError(message, AxiosError.ERR_BAD_OPTION_VALUE);
}
