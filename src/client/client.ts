import axios, { isAxiosError, type AxiosInstance, type AxiosRequestConfig, type AxiosResponse } from 'axios';
import type { paths } from './api-types.js';
import { ApiProblem } from './api-problem.js';
import { asJson, filenameIn, type Download } from './download.js';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
/** Paths of the document that have this method. */
export type PathWith<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends { responses: object } ? P : never;
}[keyof paths];
type Operation<P extends keyof paths, M extends Method> = paths[P][M];
type Part<T, K extends string> = T extends { [k in K]?: infer V } ? V : never;
type Json<T> = T extends { content: { 'application/json': infer V } } ? V : undefined;

/** What a good answer of an operation holds: the JSON of its 2xx answers; undefined where it has none. */
export type Answer<P extends keyof paths, M extends Method> = {
  [S in keyof Part<Operation<P, M>, 'responses'>]: S extends 200 | 201 | 202 | 204
    ? Json<Part<Operation<P, M>, 'responses'>[S]>
    : never;
}[keyof Part<Operation<P, M>, 'responses'>];

/** Left out where there is nothing that must be given. */
type Given<K extends string, V> = [V] extends [undefined]
  ? unknown
  : Nothing extends V
    ? { [k in K]?: V }
    : { [k in K]: Exclude<V, undefined> };
type Nothing = Record<never, never>;
/** What an operation is asked with: the variables of its path, its query and its body, as its document names them. */
export type Ask<P extends keyof paths, M extends Method> = Given<
  'path',
  Part<Part<Operation<P, M>, 'parameters'>, 'path'>
> &
  Given<'query', Part<Part<Operation<P, M>, 'parameters'>, 'query'>> &
  Given<'body', Json<NonNullable<Part<Operation<P, M>, 'requestBody'>>>> & {
    readonly headers?: Readonly<Record<string, string>>;
    readonly signal?: AbortSignal;
  };

type Loose = { path?: object; query?: object; body?: unknown; headers?: object; signal?: AbortSignal };
type Asked<P extends keyof paths, M extends Method> = Nothing extends Ask<P, M> ? [ask?: Ask<P, M>] : [ask: Ask<P, M>];

export interface ClientOptions {
  /** Where the server is, without a slash at the end; empty for the page's own host. */
  readonly baseUrl: string;
  /** Bearer token; left out where a session's cookie goes along. */
  readonly token?: string;
  /** Headers worked out for each request: the CSRF token of a session. */
  readonly headers?: (method: Method) => Readonly<Record<string, string>>;
  /** How long a call may take, in milliseconds. Default: 90 s, longer than the longest `Prefer: wait`. */
  readonly timeoutMs?: number;
}

/**
 * The whole HTTP API, typed by its own OpenAPI document (`api-types.ts`, made by `npm run client`). A path that the document does
 * not have, a missing variable or an unknown field does not compile. Every refusal is an {@link ApiProblem}.
 */
export class RoundtripClient {
  private readonly axios: AxiosInstance;

  constructor(private readonly options: ClientOptions) {
    const { baseUrl, token, timeoutMs = 90_000 } = options;
    const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    this.axios = axios.create({ baseURL: baseUrl, headers, timeout: timeoutMs });
  }

  get<P extends PathWith<'get'>>(path: P, ...asked: Asked<P, 'get'>): Promise<Answer<P, 'get'>> {
    return this.send('get', path, asked[0]);
  }

  post<P extends PathWith<'post'>>(path: P, ...asked: Asked<P, 'post'>): Promise<Answer<P, 'post'>> {
    return this.send('post', path, asked[0]);
  }

  patch<P extends PathWith<'patch'>>(path: P, ...asked: Asked<P, 'patch'>): Promise<Answer<P, 'patch'>> {
    return this.send('patch', path, asked[0]);
  }

  delete<P extends PathWith<'delete'>>(path: P, ...asked: Asked<P, 'delete'>): Promise<Answer<P, 'delete'>> {
    return this.send('delete', path, asked[0]);
  }

  /** What is no JSON, whole: a file, a kit, an export. */
  async download(path: string, ask: Loose = {}): Promise<Download> {
    const { data, headers } = await this.ask<ArrayBuffer>('get', path, ask, { responseType: 'arraybuffer' });
    const said = (name: string) => headers[name] as string | undefined;
    const filename = filenameIn(said('content-disposition'));
    return { bytes: new Uint8Array(data), contentType: said('content-type') ?? '', filename };
  }

  /** An answer as it comes, for as long as it comes: a stream of events. It ends by `signal`, or with the connection. */
  async open<P extends PathWith<'get'>>(path: P, ...asked: Asked<P, 'get'>): Promise<AsyncIterable<Uint8Array>> {
    // By fetch, which streams in a browser as well as in Node.
    const streamed = { adapter: 'fetch', responseType: 'stream', timeout: 0 } as const;
    return (await this.ask<AsyncIterable<Uint8Array>>('get', path, asked[0], streamed)).data;
  }

  private async send<T>(method: Method, path: string, ask?: Loose): Promise<T> {
    const answer = await this.ask<T>(method, path, ask);
    return (answer.status === 204 ? undefined : answer.data) as T;
  }

  private async ask<T>(
    method: Method,
    path: string,
    ask: Loose = {},
    how: AxiosRequestConfig = {},
  ): Promise<AxiosResponse<T>> {
    try {
      return await this.axios.request<T>({
        ...{ method, url: fill(path, ask.path), params: ask.query, signal: ask.signal },
        headers: { ...this.options.headers?.(method), ...ask.headers },
        // Always an object: our API refuses a write without a body only where it needs one.
        data: method === 'get' ? undefined : (ask.body ?? {}),
        paramsSerializer: { indexes: null },
        ...how,
      });
    } catch (error) {
      if (!isAxiosError(error)) throw error;
      throw ApiProblem.of(error.response && { ...error.response, data: await asJson(error.response.data) }, error.code);
    }
  }
}

/** `/v1/orders/{order_id}` with its variables, percent-encoded. */
function fill(path: string, variables: object = {}): string {
  const values = variables as Readonly<Record<string, string | number>>;
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])));
}
