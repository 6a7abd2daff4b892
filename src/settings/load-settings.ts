import type { Knob, Parsed } from './knob.js';
import { knobs, type Knobs } from './knobs.js';

type Loaded = { readonly [K in keyof Knobs]: Knobs[K] extends Knob<infer T> ? T : never };

/** Every setting, parsed and checked. Frozen. */
export interface Settings extends Omit<Loaded, 'publicUrl' | 'logFormat'> {
  /** Without a slash at the end. Not set: `http://HOST:PORT`; where PORT is 0, see `publicUrlAt`. */
  readonly publicUrl: string;
  /** False: PUBLIC_URL was not set and `publicUrl` is made of HOST and PORT. */
  readonly publicUrlIsSet: boolean;
  readonly logFormat: 'json' | 'pretty';
}

export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  /** One line: the setting at fault and what to do. Never a secret. */
  | { readonly ok: false; readonly problem: string };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings from the environment. An empty variable counts as not set; variables that are not in the table are
 * somebody else's. `onTerminal` decides the default of LOG_FORMAT.
 */
export function loadSettings(env: Environment, onTerminal = process.stdout.isTTY === true): SettingsResult {
  const values: Record<string, unknown> = {};
  for (const [key, knob] of Object.entries<Knob<unknown>>(knobs)) {
    const text = env[knob.name]?.trim() || knob.fallback;
    if (text === undefined) continue;
    const parsed = knob.parse(text);
    if (!parsed.ok) return { ok: false, problem: problemWith(knob, text, parsed) };
    values[key] = parsed.value;
  }
  return complete(values as unknown as Loaded, onTerminal);
}

/** The public URL once the server listens: with PORT 0 the port is known only then. */
export function publicUrlAt(settings: Settings, port: number): string {
  return settings.publicUrlIsSet ? settings.publicUrl : urlOf(settings.host, port);
}

function complete(loaded: Loaded, onTerminal: boolean): SettingsResult {
  if (loaded.marketplaceWebhookUrl && !loaded.marketplaceWebhookSecret) {
    return {
      ok: false,
      problem: 'MARKETPLACE_WEBHOOK_SECRET must be set when MARKETPLACE_WEBHOOK_URL is: events are signed with it.',
    };
  }
  const problem = problemOfDatabase(loaded);
  if (problem !== null) return { ok: false, problem };
  const settings: Settings = {
    ...loaded,
    publicUrl: loaded.publicUrl ?? urlOf(loaded.host, loaded.port),
    publicUrlIsSet: loaded.publicUrl !== undefined,
    logFormat: loaded.logFormat ?? (onTerminal ? 'pretty' : 'json'),
  };
  return { ok: true, settings: Object.freeze(settings) };
}

/** What goes with one database only. */
function problemOfDatabase({ database, role, adminToken, encryptionKey, publicUrl }: Loaded): string | null {
  if (database.kind === 'sqlite')
    return role === 'all'
      ? null
      : `ROLE must be all where DATABASE_URL is SQLite, which serves one process; it is "${role}".`;
  if (!adminToken) return 'ADMIN_TOKEN must be set where DATABASE_URL is Postgres: all processes share it.';
  if (!encryptionKey)
    return 'ENCRYPTION_KEY must be set where DATABASE_URL is Postgres: all processes share it; make one with "openssl rand -base64 32".';
  if (role === 'worker' && !publicUrl)
    return 'PUBLIC_URL must be set where ROLE is worker: what it sends to sellers leads there, and it takes no requests itself.';
  return null;
}

function problemWith(knob: Knob<unknown>, text: string, { must }: Exclude<Parsed<unknown>, { ok: true }>): string {
  return `${knob.name} ${must}${knob.secret ? '' : `; it is ${quoted(text)}`}.`;
}

/** Short and on one line, whatever stands in it. */
function quoted(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 60)}...` : text;
  return `"${short.replace(/[^\x20-\x7e]/g, '?')}"`;
}

function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
