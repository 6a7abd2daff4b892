import type { ReceivedJob } from './job-store.js';
import type { Output } from './make-result.js';
import type { TextType } from './result-fields.js';

/** A file of a result: its bytes, or where it lies. Large ones are uploaded (150 MiB at most), small ones go along. */
export type OutputFile = {
  /** As the buyer sees it. Default: the name of the file at `path`, else `result`. */
  readonly filename?: string;
  /** Default: `application/octet-stream`. */
  readonly mimeType?: string;
} & ({ readonly bytes: Uint8Array | string } | { readonly path: string });

/** Why a job failed: a sentence for the buyer, or that and a code for programs. */
export type JobFailure = string | { readonly code: string; readonly message: string };

/** What a job tells of itself goes here. */
export interface JobEnds {
  progress(percent: number, message: string | null): Promise<void>;
  complete(output: Output): Promise<void>;
  fail(code: string, message: string): Promise<void>;
}

/**
 * One order's work, in one run of it. The first of `text`, `csv`, `html`, `json`, `file`, `files`, `url` and `fail` ends it; what is
 * told after that is dropped. None of them rejects: what goes wrong on the way ends the job as failed, and `told` hears of it.
 */
export class Job {
  readonly orderId: string;
  readonly run: number;
  readonly shortId: string;
  /** What the buyer ordered. A stranger wrote it. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly isTest: boolean;
  readonly orderedAt: Date;

  constructor(
    readonly received: ReceivedJob,
    private readonly ends: JobEnds,
  ) {
    ({ orderId: this.orderId, run: this.run, shortId: this.shortId } = received);
    ({ inputs: this.inputs, isTest: this.isTest } = received);
    this.orderedAt = new Date(received.ts * 1_000);
  }

  /** How far it is, 0 to 100, and a line for the buyer. Where several are told in a hurry, the newest is sent. */
  progress(percent: number, message?: string): Promise<void> {
    return this.ends.progress(Math.min(100, Math.max(0, Math.round(percent))), message ?? null);
  }

  text(text: string, type: TextType = 'text'): Promise<void> {
    return this.ends.complete({ output_type: type, result_text: text });
  }

  csv(text: string): Promise<void> {
    return this.text(text, 'csv');
  }

  html(text: string): Promise<void> {
    return this.text(text, 'html');
  }

  /** Any value that JSON can hold. */
  async json(value: unknown): Promise<void> {
    const text = asJson(value);
    if (text === undefined) return this.fail('The result cannot be written as JSON.');
    return this.ends.complete({ output_type: 'json', result_text: text });
  }

  file(file: OutputFile): Promise<void> {
    return this.files([file]);
  }

  /** Up to 50. */
  files(files: readonly OutputFile[]): Promise<void> {
    return this.ends.complete({ output_type: 'file', files });
  }

  /** A result that is hosted elsewhere; HTTPS only. */
  url(url: string): Promise<void> {
    return this.ends.complete({ output_type: 'url', result_url: url });
  }

  fail(why: JobFailure): Promise<void> {
    const { code, message } = typeof why === 'string' ? { code: 'failed', message: why } : why;
    return this.ends.fail(code, message);
  }
}

function asJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
