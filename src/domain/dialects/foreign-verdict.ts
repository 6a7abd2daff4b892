import { clip, MESSAGE_CHARS, readFailure, type SellerFailure } from '../seller-words.js';
import { isJsonObject, type JsonValue } from '../strict-json.js';
import type { ForeignAnswer, ForeignVerdict, Handle } from './dialect.js';
import { fieldOf } from './foreign-values.js';
import { toResult, type ResultKind } from './foreign-result.js';
import { onSameOrigin } from './same-origin.js';

const LONGEST_SHOWN = 60;

export function working(message: string | null = null, progress: number | null = null): ForeignVerdict {
  return { kind: 'processing', progress, message: message && clip(message, MESSAGE_CHARS), nextCheckS: null };
}

export function completed(value: JsonValue, completedAtMs: number | null, as?: ResultKind): ForeignVerdict {
  const read = toResult(value, as);
  return read.ok ? { kind: 'completed', result: read.result, completedAtMs } : badResult(read.problem);
}

/** Done, and its result at a URL that the answer names. */
export function elsewhere(target: string, answer: ForeignAnswer, completedAtMs: number | null): ForeignVerdict {
  const found = onSameOrigin(target, answer.url, 'a URL for the result');
  return found.ok ? { kind: 'elsewhere', url: found.url, completedAtMs } : badResult(found.problem);
}

export function badResult(problem: string): ForeignVerdict {
  return { kind: 'bad_result', problem };
}

export function unreadable(problem: string): ForeignVerdict {
  return { kind: 'unreadable', problem };
}

/** Clipped as our own words' failures are; null and empty texts are left out. */
export function failed(message: string | null, code: string | number | null = null): ForeignVerdict {
  return { kind: 'failed', failure: failureOf(message, code) };
}

export function failureOf(message: string | null, code: string | number | null): SellerFailure {
  return readFailure({ error: { code, message } });
}

/** For a state that the system does not publish, or none at all. */
export function unknownState(title: string, state?: JsonValue): ForeignVerdict {
  if (typeof state === 'string')
    return unreadable(
      `${title}: the state ${JSON.stringify(clip(state, LONGEST_SHOWN))} is not one that is published.`,
    );
  return unreadable(`${title}: the answer holds no state.`);
}

/** Null where the body is an object; else what to answer. */
export function refuseShape(title: string, answer: ForeignAnswer): ForeignVerdict | null {
  if (isJsonObject(answer.body)) return null;
  return unreadable(
    `${title}: the answer is ${answer.body === null ? 'empty or not JSON' : 'JSON, but not an object'}.`,
  );
}

/**
 * What a reply to a job hands over.
 * @param target where to ask, as the reply names it or as the system publishes it; null where neither is known.
 */
export function handleOf(reply: ForeignAnswer, remoteId: string | null, target: string | null): Handle {
  if (target === null) return { remoteId, statusUrl: null, note: null };
  const found = onSameOrigin(target, reply.url, 'a status URL');
  return found.ok ? { remoteId, statusUrl: found.url, note: null } : { remoteId, statusUrl: null, note: found.problem };
}

/** The message of an error that is a text, or an object with a message; null where there is none. */
export function messageOf(error: JsonValue | undefined): string | null {
  const message = isJsonObject(error) ? fieldOf(error, 'message') : error;
  return typeof message === 'string' && message !== '' ? message : null;
}

/** Its code, or null. */
export function codeOf(error: JsonValue | undefined): string | number | null {
  const code = fieldOf(error, 'code');
  return typeof code === 'string' || typeof code === 'number' ? code : null;
}
