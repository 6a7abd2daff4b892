import { refusalOutcome, type CheckVerdict } from './check-answer.js';
import { dialectNamed } from './dialects/all-dialects.js';
import { readFetchedResult, readKeptResult } from './dialects/read-plain-result.js';
import type { Answered, Exchange } from './exchange.js';
import type { PinnedDialect } from './reading.js';
import type { StagedFile } from './received-body.js';

/** A call for a result that the seller keeps at a URL of its own. */
export interface FetchCall {
  readonly url: string;
  /** In whose words the seller has said that the order is done. */
  readonly dialect: PinnedDialect | null;
  /** When it said that it had been done (epoch milliseconds). */
  readonly completedMs?: number | undefined;
}

/** No result stands there, and none will. */
const NEVER: ReadonlySet<number> = new Set([400, 410, 422]);

/**
 * What the answer to a call for a result means: the body of a 2xx is the result; anything else is a refusal, and the order is asked
 * about again. `file` is the body where it was too long to be held.
 */
export function judgeFetched(exchange: Exchange, file: StagedFile | null, call: FetchCall): CheckVerdict {
  if (exchange.kind === 'unanswered')
    return wait(exchange.failure === 'aborted' ? 'connection_error' : exchange.failure, exchange.message);
  const { status } = exchange;
  if (status === 202) return wait('processing', 'The result is not there yet.');
  if (status >= 200 && status < 300) return judgeResult(exchange, file, call);
  const failure = failureOf(exchange, call);
  if (failure) return { kind: 'failed', failure, note: null };
  const problem = `The seller said that the order is done, and answered HTTP ${status} when its result was asked for.`;
  return NEVER.has(status) ? { kind: 'bad_result', problem } : wait(refusalOutcome(status), problem);
}

/** Some systems say only here that the job has failed. */
function failureOf({ status, headers, body }: Answered, { url, dialect }: FetchCall) {
  if (dialect === null || dialect === 'roundtrip') return null;
  const value = body.json.ok ? body.json.value : null;
  return dialectNamed(dialect).readFetchFailure?.({ status, headers, url, body: value }) ?? null;
}

function judgeResult({ status, headers, body }: Answered, file: StagedFile | null, call: FetchCall): CheckVerdict {
  const answer = { status, headers, url: call.url };
  const read = file ? readKeptResult(answer, file) : readFetchedResult(answer, body.head);
  if (!read.ok) return { kind: 'bad_result', problem: read.problem };
  const { completedMs } = call;
  return { kind: 'completed', result: read.result, note: null, ...(completedMs !== undefined && { completedMs }) };
}

function wait(outcome: Extract<CheckVerdict, { kind: 'wait' }>['outcome'], problem: string): CheckVerdict {
  return { kind: 'wait', outcome, problem };
}
