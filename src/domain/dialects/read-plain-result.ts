import { isUtf8 } from 'node:buffer';
import { hostedFileName } from '../hosted-file-name.js';
import { MIME_TYPE, readResult, type ReadResult } from '../read-result.js';
import { noStrings, type StagedFile } from '../received-body.js';

/** The answer to the further GET by which a result is asked for; its body comes beside it. */
export interface FetchedAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Absolute: what was asked. */
  readonly url: string;
}

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json$/;
/** Types that tell nothing: the bytes themselves do. */
const UNTOLD = ['', 'application/octet-stream', 'binary/octet-stream', 'application/binary'];
/** Texts that are not called text/...: lines of JSON, above all. */
const TEXTUAL = [
  'application/jsonl',
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonlines',
  'application/xml',
];

/**
 * A body that is a result itself, as it came: JSON by its Content-Type for `json`; text/csv for `csv`, text/html for `html`; other
 * text, and valid UTF-8 that no type tells of, for `text`; all else for a file, named by `Content-Disposition` or the URL's path. What
 * calls itself text and is no UTF-8, or holds a zero byte, is a file too. An empty body, a status other than 2xx and a
 * `Content-Encoding` are refused.
 * @param bytes the body, held whole.
 */
export function readFetchedResult(answer: FetchedAnswer, bytes: Buffer): ReadResult {
  const refused = refuseAnswer(answer, bytes.length);
  if (refused !== null) return { ok: false, problem: refused };
  const type = typeOf(answer);
  const kind = isUtf8(bytes) && !bytes.includes(0) ? textKind(type) : null;
  if (kind === null) return asFile(answer, bytes, type);
  const text = withoutMark(bytes).toString('utf8');
  return readResult({ output_type: kind, result_text: text }, noStrings);
}

/**
 * The same of a body that was too long to be held, and lies in storage: only what calls itself a text is one.
 */
export function readKeptResult(answer: FetchedAnswer, staged: StagedFile): ReadResult {
  const refused = refuseAnswer(answer, staged.size);
  if (refused !== null) return { ok: false, problem: refused };
  const type = typeOf(answer);
  const outputType = UNTOLD.includes(type) ? null : textKind(type);
  const nothing = { text: null, url: null };
  if (outputType !== null) return { ok: true, result: { ...nothing, outputType, longText: staged, files: [] } };
  const filename = hostedFileName(answer.url, answer.headers['content-disposition'], 1);
  const mimeType = MIME_TYPE.test(type) ? type : 'application/octet-stream';
  return {
    ok: true,
    result: { ...nothing, outputType: 'file', longText: null, files: [{ filename, mimeType, staged }] },
  };
}

function typeOf({ headers }: FetchedAnswer): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function refuseAnswer({ status, headers }: FetchedAnswer, size: number): string | null {
  if (status < 200 || status > 299) return `The URL of the result answered HTTP ${status}.`;
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity')
    return `The result came with Content-Encoding ${encoding}, though we ask for identity: send it plain.`;
  return size === 0 ? 'The URL of the result answered with an empty body.' : null;
}

/** Null where the type is that of a file. */
function textKind(type: string): 'json' | 'csv' | 'html' | 'text' | null {
  if (JSON_TYPE.test(type)) return 'json';
  if (type === 'text/csv') return 'csv';
  if (type === 'text/html') return 'html';
  return type.startsWith('text/') || UNTOLD.includes(type) || TEXTUAL.includes(type) ? 'text' : null;
}

/** A byte order mark is no part of a text, and no JSON. */
function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function asFile({ headers, url }: FetchedAnswer, bytes: Buffer, type: string): ReadResult {
  const filename = hostedFileName(url, headers['content-disposition'], 1);
  const mimeType = MIME_TYPE.test(type) ? type : 'application/octet-stream';
  const files = [{ filename, mimeType, bytes }];
  return { ok: true, result: { outputType: 'file', text: null, longText: null, url: null, files } };
}
