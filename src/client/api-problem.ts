/** What the server said when it refused (contract, section 0), or that there was no answer. */
export class ApiProblem extends Error {
  constructor(
    /** 0 where no answer came. */
    readonly status: number,
    /** `snake_case`, for programs. `no_answer`, `bad_certificate` and `cancelled` where no answer came. */
    readonly code: string,
    /** A sentence for people that says what to do. */
    message: string,
    /** Fields that were wrong, each with what is wrong with it. */
    readonly details: readonly { readonly field: string; readonly message: string }[] = [],
    /** For whoever runs the server: it stands in its log. */
    readonly requestId: string | null = null,
  ) {
    super(message);
    this.name = 'ApiProblem';
  }

  /** Of an answer that was no success; `cause` says why there was none. */
  static of(answer: { readonly status: number; readonly data: unknown } | undefined, cause?: string): ApiProblem {
    if (!answer) return ApiProblem.unanswered(cause);
    const said = answer.data as Partial<Envelope> | null;
    if (typeof said?.error?.message !== 'string')
      return new ApiProblem(answer.status, 'unreadable', `The server answered ${answer.status} without saying why.`);
    const { code, message, details = [] } = said.error;
    return new ApiProblem(answer.status, code, message, details, said.request_id ?? null);
  }

  private static unanswered(cause: string | undefined): ApiProblem {
    if (cause === 'ERR_CANCELED') return new ApiProblem(0, 'cancelled', 'The call was given up.');
    if (cause !== undefined && UNTRUSTED.test(cause)) return new ApiProblem(0, 'bad_certificate', untrusted(cause));
    return new ApiProblem(0, 'no_answer', 'The server did not answer: it may be restarting, or the network is down.');
  }
}

/** How Node.js calls a certificate that it does not trust. */
const UNTRUSTED = /CERT|VERIFY_|UNABLE_TO_GET_ISSUER/;

function untrusted(cause: string): string {
  return `The server's certificate is not trusted (${cause}): for an authority of your own, set NODE_EXTRA_CA_CERTS to its PEM file.`;
}

interface Envelope {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly details?: readonly { readonly field: string; readonly message: string }[];
  };
  readonly request_id: string;
}
