import { createHash } from 'node:crypto';

/** A place in somebody's trace (W3C Trace Context). */
export interface TracePlace {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 of them. */
  readonly spanId: string;
  readonly isSampled: boolean;
}

/**
 * The trace of an order (or a job, a poll): its id without dashes and prefix, so that whoever knows the one finds the other, in every
 * process and after every restart, without a row that says so. Another id than a UUID gives a digest of it.
 */
export function traceIdOf(id: string): string {
  const digits = id
    .toLowerCase()
    .replace(/^[a-z]+_/, '')
    .replaceAll('-', '');
  return /^[0-9a-f]{32}$/.test(digits) && !/^0+$/.test(digits) ? digits : digest(id).slice(0, 32);
}

/** The span of the request that placed an order: all others of its trace hang below it, whichever process makes them. */
export function rootSpanIdOf(id: string): string {
  return digest(`root ${traceIdOf(id)}`).slice(0, 16);
}

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;

/** What a `traceparent` header says; null where it says nothing. */
export function readTraceparent(header: string | undefined): TracePlace | null {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(header ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return null;
  return { traceId, spanId, isSampled: (parseInt(flags, 16) & 1) === 1 };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
