import { CallProblem } from './call-problem.js';

export type Trust = 'stranger' | 'operator';

/** Where a call goes, taken apart. */
export interface Target {
  readonly trust: Trust;
  readonly secure: boolean;
  /** As undici wants it. */
  readonly origin: string;
  /** Without brackets and final dot; may be an IP address, which `URL` has already brought into its plain form. */
  readonly host: string;
  readonly port: number;
  /** Path and query. */
  readonly path: string;
}

/** Takes a URL apart, or says why no call may go there. */
export function readTarget(url: string, trust: Trust): Target | CallProblem {
  const parsed = parse(url);
  if (!parsed) return new CallProblem('connection_error', 'The URL cannot be read.');
  const secure = parsed.protocol === 'https:';
  const host = plainHost(parsed.hostname);
  if (!secure && parsed.protocol !== 'http:')
    return new CallProblem('blocked_address', 'Only https: URLs can be called.');
  if (!secure && trust === 'stranger')
    return new CallProblem('blocked_address', `Calls to ${host} must use https:, not http:.`);
  if (parsed.username || parsed.password)
    return new CallProblem(
      'blocked_address',
      `The URL of ${host} holds a user name or password; use a header instead.`,
    );
  const port = parsed.port === '' ? (secure ? 443 : 80) : Number(parsed.port);
  return { trust, secure, origin: parsed.origin, host, port, path: parsed.pathname + parsed.search };
}

function parse(url: string): URL | null {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}

function plainHost(hostname: string): string {
  if (hostname.startsWith('[')) return hostname.slice(1, -1);
  return hostname.endsWith('.') ? hostname.slice(0, -1) : hostname;
}
