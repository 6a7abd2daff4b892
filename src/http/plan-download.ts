import contentDisposition from 'content-disposition';
import type { IncomingHttpHeaders } from 'node:http';
import parseRange from 'range-parser';
import { Problem } from '../domain/problem.js';
import type { KeptFile } from '../orders/order-files.js';

/** How a download is answered. */
export interface Download {
  readonly status: 200 | 206 | 304;
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes to send, first and last included; null where the client has them. */
  readonly bytes: { readonly start: number; readonly end: number } | null;
}

/**
 * Answers a GET of a file (RFC 9110, sections 13 and 14): 304 by `If-None-Match`, one `Range` as 206 where `If-Range` allows it,
 * else the whole. Throws 416 for a range past the end. What browsers must not do with a stranger's bytes is said in every answer.
 */
export function planDownload(request: IncomingHttpHeaders, file: KeptFile): Download {
  const etag = `"${file.sha256}"`;
  const headers = {
    ETag: etag,
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private',
    'Content-Security-Policy': 'sandbox',
    'X-Content-Type-Options': 'nosniff',
  };
  if (has(request['if-none-match'], etag)) return { status: 304, headers, bytes: null };
  const whole = { start: 0, end: file.size - 1 };
  const range = wantedRange(request, etag, file.size);
  const bytes = range ?? whole;
  return {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      ...describe(file, bytes),
      ...(range ? { 'Content-Range': contentRange(range, file.size) } : {}),
    },
    bytes,
  };
}

function describe(file: KeptFile, { start, end }: { start: number; end: number }): Record<string, string> {
  // Plain text is what the bytes proved to be UTF-8.
  const type = file.detected_type === 'text/plain' ? 'text/plain; charset=utf-8' : file.detected_type;
  return {
    'Content-Type': type,
    'Content-Length': String(end - start + 1),
    // Bytes of Latin-1 in a header are read in more than one way: those who read `filename*` get the name, others ASCII.
    'Content-Disposition': contentDisposition(file.filename, { fallback: file.filename.replace(/[^ -~]/g, '_') }),
  };
}

/** Null where the whole is asked for: no range, one that cannot be read, several, or one of other bytes than these. */
function wantedRange(request: IncomingHttpHeaders, etag: string, size: number): { start: number; end: number } | null {
  const { range } = request;
  const ifRange = request['if-range'];
  if (range === undefined || (ifRange !== undefined && ifRange !== etag)) return null;
  const ranges = parseRange(size, range);
  if (ranges === -2 || !/^\s*bytes\s*=/i.test(range)) return null;
  if (ranges === -1) throw unsatisfiable(size);
  return ranges.length === 1 ? (ranges[0] ?? null) : null;
}

function unsatisfiable(size: number): Problem {
  const message = `The file has ${size} bytes: ask for a range within it.`;
  return new Problem(416, 'range_not_satisfiable', message, [], { 'Content-Range': `bytes */${size}` });
}

function contentRange({ start, end }: { start: number; end: number }, size: number): string {
  return `bytes ${start}-${end}/${size}`;
}

function has(ifNoneMatch: string | undefined, etag: string): boolean {
  const tags = ifNoneMatch?.split(',').map((tag) => tag.trim()) ?? [];
  return tags.some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag);
}
