import { randomBytes } from 'node:crypto';
import { startRoundtrip, type RunningRoundtrip, type StartOverrides } from '../../src/composition/start-roundtrip.js';
import { loadSettings } from '../../src/settings/load-settings.js';
import { createLogger } from '../../src/telemetry/logger.js';
import type { LocalAuthority } from './local-authority.js';
import { databaseOf } from './test-database.js';
import { callThrough, IS_PROXIED, startProxy } from './api-proxy.js';
import { makeTempFolder, type TempFolder } from './temp-folder.js';

export interface RoundtripOptions extends StartOverrides {
  /** Settings as environment variables, over those that a test needs. */
  readonly env?: Readonly<Record<string, string>>;
  /** An installation to start again on; a new temporary folder otherwise. */
  readonly folder?: TempFolder;
  readonly authority?: LocalAuthority;
}

export interface TestRoundtrip extends RunningRoundtrip {
  readonly folder: TempFolder;
  /** Everything that was logged, as lines of JSON. */
  readonly logged: string[];
  /** After the test moved its clock: whatever became due is begun. */
  timePassed(): void;
  /** Calls the API as the first admin, or with another token (null: none). */
  call(method: string, path: string, body?: unknown, options?: CallOptions): Promise<Answer>;
}

export interface CallOptions {
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly raw?: string | Uint8Array;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = any;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Json;
}

export const ADMIN_TOKEN = `rt_test_${randomBytes(24).toString('hex')}`;

/** The whole server in this process, on a real database (`databaseOf`), a free port and a real door that may reach loopback. */
export async function startTestRoundtrip(options: RoundtripOptions = {}): Promise<TestRoundtrip> {
  const folder = options.folder ?? makeTempFolder();
  const logged: string[] = [];
  const database = await databaseOf(folder);
  const env = {
    ...{ PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'info', LOG_FORMAT: 'json', ADMIN_TOKEN },
    ...{ ...database, STORAGE_URL: `file:${folder.join('files')}` },
    ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8,::1/128',
    ...options.env,
  };
  const loaded = loadSettings(env, false);
  if (!loaded.ok) throw new Error(loaded.problem);
  const destination = { write: (line: string) => void logged.push(line) };
  const logger = options.logger ?? createLogger({ level: loaded.settings.logLevel, format: 'json', destination });
  const ca = options.ca ?? (options.authority ? [options.authority.caPem] : undefined);
  const running = await startRoundtrip(loaded.settings, { ...DEFAULTS, ...options, ca, logger });
  const proxy = IS_PROXIED ? await startProxy(running.url) : null;
  const call = (method: string, path: string, body?: unknown, callOptions?: CallOptions) =>
    callThrough(
      callOptions?.raw === undefined ? proxy : null,
      (url) => callApi(url, running.adminToken, method, path, body, callOptions),
      running.url,
    );
  const stop = async (signal?: string) => {
    await running.stop(signal);
    await proxy?.stop();
  };
  return { ...running, stop, folder, logged, timePassed: waker(running), call };
}

/** Wakes the engine after the clock moved. A shared queue waits by its database's clock: what became due by the test's is moved there. */
function waker({ rooms, shared }: RunningRoundtrip): () => void {
  let [asked, isAtIt] = [false, false];
  const wake = async () => {
    isAtIt = true;
    while (asked) {
      asked = false;
      await shared?.reconcile().catch(() => undefined);
      rooms.engineRoom.engine.wake();
    }
    isAtIt = false;
  };
  // A test may move it a hundred times a second: once more after the present time tells of all of them.
  return () => {
    asked = true;
    if (!isAtIt) void wake();
  };
}

const DEFAULTS: StartOverrides = {
  /** Whatever the disk of this machine has left: no test is alerted of it that does not ask. */
  spaceOf: async () => ({ freeBytes: 2 ** 40, sizeBytes: 2 ** 41 }),
  /** On Postgres a test that ends a process would else wait 15 s for the next one to have its work. */
  leaseTimes: { expireInS: 6, beatMs: 500 },
};

/** One request to the API, its answer read whole. */
export async function callApi(
  url: string,
  adminToken: string,
  method: string,
  path: string,
  body?: unknown,
  options: CallOptions = {},
): Promise<Answer> {
  const token = options.token === undefined ? adminToken : options.token;
  const payload = options.raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(path.startsWith('http') ? path : `${url}${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    body: payload,
    redirect: 'manual',
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) };
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
