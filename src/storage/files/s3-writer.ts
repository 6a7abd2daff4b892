import type { S3Bucket } from './s3-bucket.js';
import { StepWriter } from './step-writer.js';

/** The bytes of one part. S3 takes parts of 5 MiB to 5 GiB, 10,000 a file: with these, files up to 156 GiB. */
export const PART_BYTES = 16 * 1024 * 1024;

/** How long cleaning up after a failure may take, in milliseconds; what is left then is for `tidy`. */
const CLEANING_MS = 10_000;

/**
 * Fills one part, sends it, and fills it again. A file of up to one part is put at once, so that the SDK can try again; a longer
 * one goes up in parts.
 *
 * `Upload` of @aws-sdk/lib-storage is not used: it holds three parts at a time, and its `abort()` neither stops the part on its
 * way nor waits until the upload is gone.
 */
export class S3Writer extends StepWriter {
  private readonly part: Buffer;
  private filled = 0;
  private uploadId: string | null = null;
  private readonly tags: string[] = [];
  /** Whether S3 may have been told to give the file its name. */
  private named = false;
  private readonly stop = new AbortController();

  constructor(
    private readonly bucket: S3Bucket,
    private readonly key: string,
    size?: number,
  ) {
    super(size);
    // Memory of its own, which the system hands out as it is filled.
    this.part = Buffer.allocUnsafeSlow(Math.min(size ?? PART_BYTES, PART_BYTES));
  }

  protected async take(bytes: Uint8Array): Promise<void> {
    for (let from = 0; from < bytes.length;) {
      if (this.filled === this.part.length) await this.sendPart();
      const piece = bytes.subarray(from, from + this.part.length - this.filled);
      this.part.set(piece, this.filled);
      this.filled += piece.length;
      from += piece.length;
    }
  }

  protected async finish(): Promise<void> {
    if (this.uploadId !== null) await this.sendPart();
    this.named = true;
    // Never interrupted: S3 goes on with what it has received, and may do it after the removal that follows.
    if (this.uploadId === null) await this.bucket.put(this.key, this.bytes());
    else await this.bucket.completeParts(this.key, this.uploadId, this.tags);
  }

  protected interrupt(): void {
    this.stop.abort();
  }

  protected async forget(): Promise<void> {
    const limit = AbortSignal.timeout(CLEANING_MS);
    const { uploadId } = this;
    await Promise.allSettled([
      uploadId === null ? null : this.bucket.abortParts(this.key, uploadId, limit),
      // The answer may have been lost on its way.
      this.named ? this.bucket.remove(this.key, limit) : null,
    ]);
  }

  private async sendPart(): Promise<void> {
    // Never interrupted: without its answer nobody could abort what it began.
    this.uploadId ??= await this.bucket.beginParts(this.key);
    const { signal } = this.stop;
    const number = this.tags.length + 1;
    this.tags.push(await this.bucket.putPart(this.key, this.uploadId, number, this.bytes(), signal));
    this.filled = 0;
  }

  private bytes(): Buffer {
    return this.part.subarray(0, this.filled);
  }
}
