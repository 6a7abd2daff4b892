import type { Clock } from '../../domain/clock.js';
import { requestSecrets, signedUrl, type CallSecrets } from '../../domain/call-secrets.js';
import type { HttpCall } from '../../domain/exchange.js';
import { FirstBytes } from '../../domain/first-bytes.js';
import { isContentType } from '../../domain/header-rules.js';
import type { JobMethod } from '../../domain/job.js';
import { layOverHeaders } from '../../domain/lay-over-headers.js';
import { SecretForms } from '../../domain/scrub.js';
import type { JobReading } from '../../storage/job-store.js';
import type { CallVault } from '../call-vault.js';
import { signaturesIn, type Signatures } from '../signatures.js';

/** Most bytes of an answer that are read: for the excerpt, since only the status counts. */
const MAX_JOB_ANSWER_BYTES = 64 * 1024;

export interface JobRequest {
  readonly call: HttpCall;
  /** What an answer may repeat and nobody may read. */
  readonly secrets: SecretForms;
}

/** Makes the request of a job ready: opened, marked with its delivery id and signed (contract, section 8). */
export class JobRequests {
  constructor(
    private readonly vault: CallVault,
    private readonly signatures: Signatures,
    private readonly clock: Clock,
  ) {}

  async of(job: JobReading): Promise<JobRequest> {
    const secrets = this.vault.open(job);
    const body = this.vault.openBody(job);
    const signed = await this.signatures.headersFor(job.owner, {
      ...{ id: job.job_id, method: job.method, url: signedUrl(secrets), body: body ?? '', nowMs: this.clock.now() },
    });
    const headers = {
      ...{ accept: '*/*', ...typeOf(secrets, body) },
      ...layOverHeaders(secrets.headers, { 'X-Fliq-Delivery-Id': job.job_id, ...signed }),
    };
    const call: HttpCall = {
      ...{ method: job.method as JobMethod, url: secrets.url, headers, ...(body !== null && { body }) },
      ...{ timeoutMs: job.timeout_s * 1_000, trust: 'stranger' },
      // What comes beyond is not read, and no failure.
      ...{
        maxBytes: Number.MAX_SAFE_INTEGER,
        heldBytes: MAX_JOB_ANSWER_BYTES,
        sink: new FirstBytes(MAX_JOB_ANSWER_BYTES),
      },
      // A kept-alive connection that the target closes just then would cost a try.
      freshConnection: true,
    };
    return { call, secrets: new SecretForms([...requestSecrets(secrets), ...signaturesIn(signed)]) };
  }
}

/** Fliq's callers post JSON and name no type. */
function typeOf({ headers }: CallSecrets, body: string | null): Readonly<Record<string, string>> {
  if (body === null || Object.keys(headers).some(isContentType) || !isJson(body)) return {};
  return { 'content-type': 'application/json' };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
