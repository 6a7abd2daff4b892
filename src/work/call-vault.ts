import type { CallSecrets } from '../domain/call-secrets.js';
import type { CallSpec } from '../domain/job.js';
import type { CallRequestRow } from '../storage/entities/call-request.js';
import type { SealedBox } from '../storage/sealed-box.js';

/** How the URLs, headers and bodies of jobs and schedules are kept: sealed to their row and column. */
export class CallVault {
  constructor(private readonly box: Pick<SealedBox, 'seal' | 'open'>) {}

  seal(requestId: string, { secrets, body }: Pick<CallSpec, 'secrets' | 'body'>): CallRequestRow {
    return {
      request_id: requestId,
      sealed: this.box.seal(JSON.stringify(secrets), bind(requestId, 'sealed')),
      body: body === null ? null : this.box.seal(body, bind(requestId, 'body')),
    };
  }

  open({ request_id: requestId, sealed }: Pick<CallRequestRow, 'request_id' | 'sealed'>): CallSecrets {
    return JSON.parse(this.box.open(sealed, bind(requestId, 'sealed'))) as CallSecrets;
  }

  openBody({ request_id: requestId, body }: Pick<CallRequestRow, 'request_id' | 'body'>): string | null {
    return body === null ? null : this.box.open(body, bind(requestId, 'body'));
  }
}

function bind(requestId: string, column: 'sealed' | 'body'): string {
  return `call_requests:${requestId}:${column}`;
}
