import { excerptOf } from '../../domain/attempt-words.js';
import { judgeCheck, readWords, type CheckVerdict } from '../../domain/check-answer.js';
import type { ProbeAnswer } from '../../domain/conformance/evidence.js';
import type { Answered, Exchange } from '../../domain/exchange.js';
import type { Reading } from '../../domain/reading.js';
import { redactUrl } from '../../domain/redact-url.js';
import { scrub } from '../../domain/scrub.js';

/** Headers that checks read. */
const READ = [
  ...['content-type', 'content-encoding', 'date', 'etag', 'last-modified', 'location', 'retry-after', 'server'],
  'x-powered-by',
] as const;
const HEADER_CHARS = 200;
const PROBLEM_CHARS = 500;
const NAME_CHARS = 100;

export interface Asked {
  /** When it was asked, epoch milliseconds. */
  readonly at: number;
  /** Values that must never show, should the seller echo them. */
  readonly secrets: readonly string[];
  /** By what an answer about an order is read; null where it is about none. */
  readonly reading: Reading | null;
}

/** An answer as a test keeps it: what checks read of it, and nothing secret. */
export function probeAnswerOf(exchange: Exchange, { at, secrets, reading }: Asked): ProbeAnswer {
  const common = { ms: Math.round(exchange.durationMs), at, completedAt: null, progress: null, named: null };
  if (exchange.kind === 'unanswered') {
    const { failure, message, status } = exchange;
    const text = scrub(message, secrets);
    return {
      ...{ ...common, status: failure === 'too_large' ? (status ?? null) : null, failure, message: text, headers: {} },
      ...{ bytes: 0, said: failure, problem: text, isUtf8: true, heldSecret: false, excerpt: '' },
    };
  }
  const head = exchange.body.head.toString('utf8');
  return {
    ...{ ...common, status: exchange.status, failure: null, message: null, headers: headersOf(exchange, secrets) },
    ...{ bytes: exchange.body.size, isUtf8: isUtf8(exchange.body.head) },
    heldSecret: secrets.some((secret) => secret.length >= 8 && head.includes(secret)),
    excerpt: excerptOf(exchange.body.head, secrets) ?? '',
    ...(reading ? saidIn(exchange, reading, secrets) : { said: `HTTP ${exchange.status}`, problem: null }),
  };
}

function saidIn(answer: Answered, reading: Reading, secrets: readonly string[]) {
  const { verdict, dialect } = judgeCheck(answer, reading);
  const words = readWords(answer);
  const done = words.ok && typeof words.body.completed_at === 'string' ? Date.parse(words.body.completed_at) : NaN;
  const told = words.ok && typeof words.body.progress === 'number' ? words.body.progress : null;
  // In other words than ours, `order_id` may be anything.
  const named = words.ok && dialect === 'roundtrip' ? words.body.order_id : null;
  const problem = problemOf(verdict);
  return {
    said: verdict.kind === 'wait' ? verdict.outcome : verdict.kind,
    problem: problem === null ? null : scrub(problem.slice(0, PROBLEM_CHARS), secrets),
    progress: told,
    named: typeof named === 'string' ? scrub(named.slice(0, NAME_CHARS), secrets) : null,
    completedAt: Number.isNaN(done) ? null : done,
  };
}

function problemOf(verdict: CheckVerdict): string | null {
  if (verdict.kind === 'wait' || verdict.kind === 'bad_result') return verdict.problem;
  return null;
}

function headersOf(answer: Answered, secrets: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of READ) {
    const value = answer.headers[name];
    if (value === undefined) continue;
    found[name] = scrub(name === 'location' ? redactUrl(value) : value, secrets).slice(0, HEADER_CHARS);
  }
  return found;
}

function isUtf8(bytes: Buffer): boolean {
  try {
    // The last bytes may be half of a character that was cut.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
