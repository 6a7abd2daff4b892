import type { Answered } from './exchange.js';
import type { SellerVerdict } from './check-answer.js';
import type { DialectName, ForeignAnswer, ForeignVerdict } from './dialects/dialect.js';
import { recognise } from './dialects/recognise.js';
import {
  isMapping,
  mayJudge,
  readByMapping,
  type ResponseMapping,
  type ResponseSetting,
} from './dialects/response-mapping.js';
import { HeldBody } from './received-body.js';
import type { Outcome } from './outcome.js';

/** What answers were recognised as: our own words, or another system's. */
export type PinnedDialect = DialectName | 'roundtrip';

/** By what an answer is read (contract, section 7, `response`). */
export interface Reading {
  /** What the tool says of it. */
  readonly response: ResponseSetting;
  /** What answers were recognised as before: of this order, else of the tool's earlier ones. */
  readonly known: PinnedDialect | null;
  /** The URL that was called; `job_url` for a callback. */
  readonly url: string;
  /** A callback has no status and no headers, and is nobody's monitor: what goes by those says nothing of it. */
  readonly isCallback?: boolean;
  /** The URL came as the `Location` of a 202, and has answered 202 since. */
  readonly locationMonitor: boolean;
  /** The URL came as `Operation-Location` or `Azure-AsyncOperation`. */
  readonly operationMonitor: boolean;
  /** Where the result stands once the operation that is asked about has succeeded, if the reply to the job said so. */
  readonly finalUrl: string | null;
}

/** An answer that was read in other words than ours. */
export interface ForeignReading {
  readonly verdict: SellerVerdict | { readonly kind: 'wait'; readonly outcome: Outcome; readonly problem: string };
  /** Null where the tool's own mapping read it, or nobody could. */
  readonly dialect: DialectName | null;
}

/** Most bytes of an answer in other words than ours: where its result stands in it, is known only once all of it is read. */
export const FOREIGN_BODY_BYTES = 1024 * 1024;

/** Whether answers are to be held whole, as far as that goes, because they may be in other words than ours. */
export function mayBeForeign({ response, known }: Pick<Reading, 'response' | 'known'>): boolean {
  if (isMapping(response)) return true;
  return response.dialect === 'auto' ? known !== 'roundtrip' : response.dialect !== 'roundtrip';
}

/** Whether they surely are. */
function isForeign({ response, known }: Reading): boolean {
  if (isMapping(response)) return true;
  return response.dialect === 'auto' ? known !== null && known !== 'roundtrip' : response.dialect !== 'roundtrip';
}

/** Reads an answer by the tool's mapping or another system's dialect; null where it is to be read in our own words. */
export function readForeign(answer: Answered, reading: Reading): ForeignReading | null {
  const { response } = reading;
  const encoding = answer.headers['content-encoding'] ?? 'identity';
  if (answer.status === 304 || encoding !== 'identity') return null;
  const mapping = isMapping(response) ? response : null;
  if (mapping && reading.isCallback && mapping.completed_when.body === undefined) return null;
  if (mapping ? !mayJudge(mapping, answer.status) : !isSuccess(answer.status)) return null;
  if (!(answer.body instanceof HeldBody)) return isForeign(reading) ? tooLong(answer.body.size) : null;
  const foreign = toForeign(answer, answer.body, reading);
  if (isMapping(response)) return readMapped(foreign, reading.isCallback ? byBodyAlone(response) : response);
  return readRecognised(foreign, response.dialect, reading);
}

function byBodyAlone(mapping: ResponseMapping): ResponseMapping {
  const { failed_when: failed, ...whole } = mapping;
  return failed?.body === undefined ? whole : mapping;
}

function readMapped(answer: ForeignAnswer, mapping: ResponseMapping): ForeignReading | null {
  const { note, ...verdict } = readByMapping(mapping, answer);
  // A refusal that neither filter knows is a refusal like any other.
  if (verdict.kind === 'unreadable' && !isSuccess(answer.status)) return null;
  return { verdict: toVerdict(verdict, note), dialect: null };
}

function readRecognised(
  answer: ForeignAnswer,
  setting: PinnedDialect | 'auto',
  { known: pinned, locationMonitor, operationMonitor, finalUrl, isCallback }: Reading,
): ForeignReading | null {
  const recognised = recognise(answer, { setting, pinned, locationMonitor, operationMonitor });
  switch (recognised.kind) {
    case 'ours':
    case 'unknown':
      return null;
    case 'ambiguous':
      return { verdict: unreadable(recognised.problem), dialect: null };
    case 'foreign':
      if (isCallback && recognised.dialect.name === 'location') return null;
      return {
        verdict: toVerdict(atFinalUrl(recognised.dialect.read(answer), finalUrl), null),
        dialect: recognised.dialect.name,
      };
  }
}

/** The body of an operation that has succeeded is not its result where the reply to the job named another place. */
function atFinalUrl(said: ForeignVerdict, url: string | null): ForeignVerdict {
  return said.kind === 'completed' && url !== null
    ? { kind: 'elsewhere', url, completedAtMs: said.completedAtMs }
    : said;
}

function toForeign({ status, headers }: Answered, body: HeldBody, { url }: Reading): ForeignAnswer {
  return { status, headers, url, body: body.json.ok ? body.json.value : null };
}

function toVerdict(said: ForeignVerdict, note: string | null): ForeignReading['verdict'] {
  switch (said.kind) {
    case 'unreadable':
      return unreadable(said.problem);
    case 'bad_result':
      return said;
    case 'failed':
    case 'processing':
      return { ...said, note };
    case 'completed':
    case 'elsewhere': {
      const { completedAtMs, ...whole } = said;
      return { ...whole, note, ...(completedAtMs !== null && { completedMs: completedAtMs }) };
    }
  }
}

function tooLong(bytes: number): ForeignReading {
  const most = `${FOREIGN_BODY_BYTES / 1024 / 1024} MiB`;
  const problem = `The answer has ${bytes} bytes; in other words than ours at most ${most} are read. Let a URL name the result (result_from), or answer in our words.`;
  return { verdict: unreadable(problem), dialect: null };
}

function unreadable(problem: string): Extract<ForeignReading['verdict'], { kind: 'wait' }> {
  return { kind: 'wait', outcome: 'unreadable', problem };
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
