import { parseUrl } from './parse-url.js';
import { refusalOutcome } from './check-answer.js';
import type { Answered, Exchange, Unanswered } from './exchange.js';
import type { Outcome } from './outcome.js';
import { redactUrl } from './redact-url.js';

/** Most redirects followed on the way to one file (contract, section 3). */
export const MAX_REDIRECTS = 3;

const MAX_URL_CHARS = 8_192;
const SHOWN_CHARS = 300;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

/** Redirects often lead to URLs that are signed for minutes: a refusal of one that has waited says nothing of the file. */
const FRESH_MS = 60_000;

/** What came of fetching a file that its seller hosts (contract, section 3, `mirror_result_url`). */
export type MirrorVerdict =
  /** All of its bytes are here. */
  | { readonly kind: 'fetched' }
  | { readonly kind: 'redirect'; readonly url: string; readonly note: string }
  /** To be tried again, from the first URL on. */
  | { readonly kind: 'retry'; readonly outcome: Outcome; readonly problem: string }
  | { readonly kind: 'refused'; readonly outcome: Outcome; readonly problem: string };

export interface MirrorCall {
  readonly url: string;
  /** How many redirects led here, and how long ago the last of them came; 0 for the URL that the seller named. */
  readonly redirects: number;
  readonly sinceRedirectMs: number;
}

export function judgeMirror(exchange: Exchange, call: MirrorCall): MirrorVerdict {
  if (exchange.kind === 'unanswered') return judgeFailure(exchange);
  const { status } = exchange;
  if (status === 200) return judgeBody(exchange);
  if (REDIRECTS.has(status)) return judgeRedirect(exchange, call);
  const outcome = status < 300 ? 'bad_result' : refusalOutcome(status);
  const isStale = status >= 400 && call.redirects > 0 && call.sinceRedirectMs > FRESH_MS;
  const kind = status >= 500 || PASSING.has(status) || isStale ? 'retry' : 'refused';
  return { kind, outcome, problem: `Its server answered HTTP ${status}.` };
}

function judgeFailure({ failure, message }: Unanswered): MirrorVerdict {
  const kind = failure === 'too_large' || failure === 'blocked_address' ? 'refused' : 'retry';
  return { kind, outcome: failure === 'aborted' ? 'connection_error' : failure, problem: message };
}

function judgeBody({ headers, body }: Answered): MirrorVerdict {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity')
    return refused('unreadable', `Its server sent it with Content-Encoding ${encoding}, though we ask for identity.`);
  return body.size === 0 ? refused('bad_result', 'Its server sent no bytes.') : { kind: 'fetched' };
}

/** Only where to go next is told; whether that may be called is for the door to say. */
function judgeRedirect({ status, headers }: Answered, call: MirrorCall): MirrorVerdict {
  const location = headers['location'];
  const target = location === undefined || location === '' ? null : resolve(location, call.url);
  if (target === null)
    return refused('redirected', `Its server redirected (HTTP ${status}) without a Location that can be read.`);
  const to = `(HTTP ${status}) to ${shown(target.href)}`;
  if (target.protocol !== 'https:') return refused('redirected', `Its server redirected ${to}, which is not https.`);
  if (call.redirects >= MAX_REDIRECTS)
    return refused('redirected', `Its server redirected ${to}, more than ${MAX_REDIRECTS} times.`);
  return { kind: 'redirect', url: target.href, note: `Redirected ${to}.` };
}

function resolve(location: string, base: string): URL | null {
  const url = location.length > MAX_URL_CHARS ? null : parseUrl(location, base);
  if (url) url.hash = '';
  return url;
}

/** Without what may be secret in it, and short. */
function shown(url: string): string {
  const clean = redactUrl(url);
  return clean.length <= SHOWN_CHARS ? clean : `a long URL of ${new URL(url).origin}`;
}

function refused(outcome: Outcome, problem: string): MirrorVerdict {
  return { kind: 'refused', outcome, problem };
}
