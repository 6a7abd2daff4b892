import { parseUrl } from './parse-url.js';
import { judgeWords, readWords, refusalOutcome } from './check-answer.js';
import type { Answered, Exchange } from './exchange.js';
import { findFoothold, type Foothold, type FootholdContext } from './foothold.js';
import type { OrderError } from './order.js';
import type { Outcome } from './outcome.js';
import { HeldBody } from './received-body.js';
import { readForeign, type ForeignReading } from './reading.js';
import { redactUrl } from './redact-url.js';
import type { ResultDraft } from './result.js';
import { clip, type Progress, type SellerFailure } from './seller-words.js';

/** A 404 this soon after the first try is a tool that is still starting (n8n does so for some seconds): it is tried again. */
const STARTING_UP_MS = 120_000;
const EXCERPT_CHARS = 500;

/** What the answer to a job POST means: the table of contract section 4. */
export type ForwardVerdict =
  | {
      readonly kind: 'completed';
      readonly result: ResultDraft;
      readonly note: string | null;
      readonly foothold: Foothold;
    }
  | { readonly kind: 'failed'; readonly failure: SellerFailure; readonly note: string | null }
  | ({ readonly kind: 'accepted'; readonly note: string | null } & Foothold & Progress)
  /** Fully sent, no answer: the seller may be at work. */
  | { readonly kind: 'unconfirmed'; readonly problem: string }
  | { readonly kind: 'retry'; readonly outcome: Outcome; readonly problem: string }
  | { readonly kind: 'refused'; readonly outcome: Outcome; readonly error: OrderError; readonly gone: boolean };

export interface ForwardContext extends FootholdContext {
  readonly sinceFirstTryMs: number;
}

const SILENT: Progress = { progress: null, message: null, nextCheckS: null };

export function judgeForward(exchange: Exchange, context: ForwardContext): ForwardVerdict {
  if (exchange.kind === 'answered') return judgeStatus(exchange, context);
  // A status line that arrived says more than the failure after it (a body too large, or one that never ended).
  if (exchange.status !== undefined) {
    const verdict = judgeStatus(
      { ...exchange, kind: 'answered', status: exchange.status, headers: {}, body: new HeldBody(Buffer.alloc(0)) },
      context,
    );
    return verdict.kind === 'accepted' ? { ...verdict, note: exchange.message } : verdict;
  }
  if (exchange.sentFully) return { kind: 'unconfirmed', problem: exchange.message };
  const outcome = exchange.failure === 'aborted' ? 'connection_error' : exchange.failure;
  return { kind: 'retry', outcome, problem: exchange.message };
}

function judgeStatus(answer: Answered, context: ForwardContext): ForwardVerdict {
  const { status } = answer;
  if (status >= 200 && status < 300) return judgeAcceptance(answer, context);
  const stillStarting = status === 404 && context.sinceFirstTryMs < STARTING_UP_MS;
  if (status === 408 || status === 425 || status === 429 || status >= 500 || stillStarting)
    return { kind: 'retry', outcome: refusalOutcome(status), problem: `The seller answered HTTP ${status}.` };
  return refused(answer);
}

/** Only our own words or the tool's mapping can end the order here; anything else is an acknowledgement. */
function judgeAcceptance(answer: Answered, context: ForwardContext): ForwardVerdict {
  const foreign = readForeign(answer, context.reading);
  const { note, ...foothold } = findFoothold(answer, context, foreign?.dialect ?? null);
  const accepted = { kind: 'accepted', note, ...foothold, ...SILENT } as const;
  if (foreign) return foreign.dialect === null ? byMapping(foreign, accepted) : withProgress(foreign, accepted);
  const words = readWords(answer);
  if (!words.ok) {
    const { json } = answer.body;
    const refused = !json.ok && json.badResult ? `The reply holds a result, but: ${json.problem}` : null;
    return { ...accepted, note: refused ?? note };
  }
  const verdict = judgeWords(words.body, words.strings);
  switch (verdict.kind) {
    case 'completed':
      return { ...verdict, foothold };
    case 'failed':
      return verdict;
    case 'processing':
      return { ...accepted, ...verdict, kind: 'accepted', note: note ?? verdict.note };
    case 'bad_result':
      return { ...accepted, note: `The reply says completed, but: ${verdict.problem}` };
  }
}

type Accepted = Extract<ForwardVerdict, { kind: 'accepted' }>;

function byMapping({ verdict }: ForeignReading, accepted: Accepted): ForwardVerdict {
  switch (verdict.kind) {
    case 'completed':
      return { ...verdict, foothold: accepted };
    case 'failed':
      return verdict;
    case 'processing':
      return { ...accepted, ...verdict, kind: 'accepted', note: accepted.note };
    case 'elsewhere':
      return { ...accepted, resultUrl: verdict.url };
    case 'bad_result':
    case 'wait':
      return { ...accepted, note: `The reply cannot be taken as the end: ${verdict.problem}` };
  }
}

function withProgress({ verdict }: ForeignReading, accepted: Accepted): ForwardVerdict {
  return verdict.kind === 'processing' ? { ...accepted, ...verdict, kind: 'accepted', note: accepted.note } : accepted;
}

function refused(answer: Answered): ForwardVerdict {
  const { status } = answer;
  const outcome = refusalOutcome(status);
  if (status >= 300 && status < 400) return { kind: 'refused', outcome, gone: false, error: redirected(answer) };
  if (status === 410) return { kind: 'refused', outcome, gone: true, error: gone };
  const excerpt = clip(answer.body.head.toString('utf8').trim(), EXCERPT_CHARS);
  const error = {
    code: 'seller_rejected',
    message: `The seller refused the order with HTTP ${status}${excerpt === '' ? '.' : `: ${excerpt}`}`,
    hint: 'Correct the inputs or the tool (its URL, headers, template), then retry the order.',
  };
  return { kind: 'refused', outcome, gone: false, error };
}

const gone: OrderError = {
  code: 'seller_gone',
  message: 'The seller answered HTTP 410: this tool no longer exists there.',
  hint: 'The tool is paused. Its seller must correct job_url and resume it; then retry the order.',
};

function redirected(answer: Answered): OrderError {
  const target = shownTarget(answer.headers['location']);
  return {
    code: 'seller_redirected',
    message: `The seller redirected the order (HTTP ${answer.status}) to ${target}; redirects are not followed.`,
    hint: 'Register the final URL as job_url, then retry the order.',
  };
}

/** Without what may be secret in it; one too long to be shown by its host alone. */
function shownTarget(target: string | undefined): string {
  if (target === undefined) return 'an unnamed place';
  const shown = redactUrl(target);
  if (shown.length <= EXCERPT_CHARS) return shown;
  const host = parseUrl(target)?.host;
  return host === undefined ? 'a long path' : `a long URL on ${host}`;
}
