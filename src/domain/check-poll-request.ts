import { decodeBase64 } from './base64.js';
import { checkCallHeaders, type FieldProblem } from './header-rules.js';
import { MAX_POLL_BODY_BYTES, POLL_METHODS, type PollMethod } from './poll.js';
import { isJsonObject, type JsonObject } from './strict-json.js';

export interface PollRequest {
  readonly method: PollMethod;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

export type PollRequestCheck =
  | { readonly ok: true; readonly value: PollRequest }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

const FIELDS = ['method', 'headers', 'body', 'body_base64'];
/** Base64 of the longest body, with room for the line breaks that some encoders put in. */
const MAX_BASE64_CHARS = Math.ceil(MAX_POLL_BODY_BYTES / 3) * 4 * 1.05;

/** Reads a poll's `request` (contract, section 8); left out, it is a GET without headers. No message holds a value. */
export function checkPollRequest(value: unknown): PollRequestCheck {
  const given = value ?? {};
  if (!isJsonObject(given))
    return refuse([{ field: 'request', message: 'Give an object with method, headers, body.' }]);
  const { method = 'GET', headers } = given;
  const problems: FieldProblem[] = Object.keys(given)
    .filter((name) => !FIELDS.includes(name))
    .map((name) => ({
      field: `request.${name.slice(0, 60)}`,
      message: `There is no such field; use ${FIELDS.join(', ')}.`,
    }));
  if (!isMethod(method)) problems.push({ field: 'request.method', message: `Use one of ${POLL_METHODS.join(', ')}.` });
  const checked = checkCallHeaders(headers ?? {}, 'request.headers');
  if (!checked.ok) problems.push(...checked.problems);
  const body = readBody(given);
  if (!Buffer.isBuffer(body) && body !== null) problems.push(body);
  if (problems.length > 0 || !isMethod(method) || !checked.ok || (body !== null && !Buffer.isBuffer(body)))
    return refuse(problems);
  return { ok: true, value: { method, headers: checked.headers, body } };
}

function readBody({ body, body_base64: encoded }: JsonObject): Buffer | null | FieldProblem {
  const hasText = body !== undefined && body !== null;
  const hasBase64 = encoded !== undefined && encoded !== null;
  if (hasText && hasBase64) return { field: 'request.body_base64', message: 'Give body or body_base64, not both.' };
  if (hasText && typeof body !== 'string')
    return { field: 'request.body', message: 'The body must be a text; JSON goes in as the text of it.' };
  if (hasBase64 && typeof encoded !== 'string')
    return { field: 'request.body_base64', message: 'The body must be base64, as a text.' };
  if (typeof body === 'string') return within(Buffer.from(body, 'utf8'), 'request.body');
  if (typeof encoded !== 'string') return null;
  const decoded = decodeBase64(encoded, MAX_BASE64_CHARS);
  if (!decoded.ok) return { field: 'request.body_base64', message: `It cannot be decoded: ${decoded.problem}` };
  return within(decoded.bytes, 'request.body_base64');
}

function within(bytes: Buffer, field: string): Buffer | null | FieldProblem {
  if (bytes.length > MAX_POLL_BODY_BYTES) return { field, message: 'The body may have 1 MiB; send a shorter one.' };
  return bytes.length === 0 ? null : bytes;
}

function isMethod(method: unknown): method is PollMethod {
  return (POLL_METHODS as readonly unknown[]).includes(method);
}

function refuse(problems: readonly FieldProblem[]): PollRequestCheck {
  return { ok: false, problems };
}
