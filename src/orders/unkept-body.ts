import type { BodySink, ReceivedBody } from '../domain/received-body.js';
import { findStorageTrouble } from '../telemetry/storage-trouble.js';

/** What stands in the place of a body whose files could not be kept. */
const UNKEPT: ReceivedBody = {
  ...{ head: Buffer.alloc(0), size: 0, sha256: '' },
  json: {
    ok: false,
    problem: 'it could not be kept: storage took nothing when it came. Ask the seller for it again.',
    badResult: true,
    begun: null,
  },
};

/**
 * Reads a body to its end, also where storage takes none of its files: for the answer to a job that must not be sent twice only because
 * our disk is full. What is told of it then is that it could not be kept.
 */
export class EvenUnkept implements BodySink {
  private isUnkept = false;

  constructor(private readonly body: BodySink) {}

  write(piece: Buffer): Promise<boolean> | undefined {
    if (this.isUnkept) return undefined;
    return this.body.write(piece)?.catch((error: unknown) => this.note(error));
  }

  async end(): Promise<ReceivedBody> {
    if (this.isUnkept) return UNKEPT;
    try {
      return await this.body.end();
    } catch (error) {
      this.note(error);
      return UNKEPT;
    }
  }

  abort(): Promise<void> {
    return this.body.abort();
  }

  /** @throws what is no fault of storage. */
  private note(error: unknown): true {
    if (findStorageTrouble(error) === null) throw error;
    return (this.isUnkept = true);
  }
}
