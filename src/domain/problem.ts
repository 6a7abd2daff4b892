export interface ProblemDetail {
  /** The field at fault, as the caller wrote it: `inputs.prompt`, `auth_headers.X-Key`, `limit`. */
  readonly field: string;
  readonly message: string;
}

/**
 * A request that cannot be granted, to be answered as `{ "error": { code, message, details }, "request_id" }` (contract, section 0).
 * Services throw it; the door turns it into the answer. The message is a sentence that says what to do, and holds no secret.
 */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: readonly ProblemDetail[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  /** 400 `invalid_request` that names each field at fault. */
  static invalid(details: readonly ProblemDetail[]): Problem {
    const first = details[0];
    const message = first ? `${first.field}: ${first.message}` : 'The request is not valid';
    return new Problem(400, 'invalid_request', message.endsWith('.') ? message : `${message}.`, details);
  }

  /** 404; also for what the caller may not know exists. */
  static notFound(what: string, code = 'not_found'): Problem {
    return new Problem(404, code, `There is no such ${what}.`);
  }
}
