import { createHash } from 'node:crypto';
import { jsonAnswer, refusal, type Answer } from './answer.js';
import type { Asked, SellerSide, Told } from './habit.js';
import { JobBook } from './job-book.js';
import { shareDone, type Ending, type Job } from './job.js';
import type { Manners } from './manners.js';
import { hasAuthHeaders, signatureProblem } from './proof.js';
import { readJob, type JobBody } from './read-job.js';
import type { SellerRequest } from './read-request.js';
import type { WholeOptions } from './seller-options.js';
import { replyWords, statusWords, type Words } from './words.js';
import { workOn } from './work.js';

const STATUS_PATH = /^\/orders\/([^/]+)$/;

/** A request answered, and what it was about. */
export interface Served {
  readonly kind: 'job' | 'status' | 'other';
  readonly orderId: string | null;
  readonly answer: Answer;
  readonly note: string | null;
}

/** Who makes the calls of a job that was begun; resolves once those that must come before the answer are over. */
export type BeginCalls = (job: Job) => Promise<void>;

/** Answers jobs and status checks: as the contract asks (sections 4 and 5), but for the manners. */
export class SellerDesk {
  private readonly book = new JobBook();
  signingSecrets: readonly string[] = [];

  constructor(
    private readonly options: WholeOptions,
    private readonly manners: Manners,
    private readonly side: SellerSide,
    private readonly begin: BeginCalls,
  ) {}

  async serve(request: SellerRequest): Promise<Served> {
    const { method, path } = request;
    if (path === '/jobs') return method === 'POST' ? this.job(request) : this.wrongMethod('POST', method);
    const encoded = this.options.road === 'callback' ? undefined : STATUS_PATH.exec(path)?.[1];
    if (encoded === undefined) return refuse('other', null, 404, 'not_found', 'There is nothing at this path.');
    if (method !== 'GET') return this.wrongMethod('GET', method);
    return this.status(request, decode(encoded));
  }

  /** How an order ends, as it is told on this way. */
  endingOf(told: Told): Ending {
    return this.manners.ending(workOn(told.job.inputs), told);
  }

  /** What is told, in bytes. */
  bytesOf(words: Words, told: Told): Buffer {
    const body = this.manners.body(words, told);
    return Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  }

  toldOf(by: Told['by'], job: Job): Told {
    return { by, job, nth: this.book.count(`told ${by}`, job.orderId), side: this.side };
  }

  private async job(request: SellerRequest): Promise<Served> {
    if (!this.admits(request)) return unauthorized('job');
    const read = readJob(request);
    if (!read.ok) return refuse('job', null, read.status, 'bad_job', read.message);
    const { orderId } = read.body;
    const problem = this.signingSecrets.length === 0 ? null : this.unsigned(request);
    if (problem !== null) return refuse('job', orderId, 401, 'bad_signature', problem);
    const asked = this.asked('job', request, orderId);
    return { kind: 'job', orderId, note: null, answer: await this.answerJob(asked, read.body, request) };
  }

  private async answerJob(asked: Asked, body: JobBody, request: SellerRequest): Promise<Answer> {
    const refused = this.manners.refuses(asked);
    const answer = refused ?? (await this.take(body, keyOf(request) ?? body.orderId));
    return this.manners.answer(answer, asked, this.side);
  }

  private async take(body: JobBody, key: string): Promise<Answer> {
    const before = this.book.find(body.orderId);
    const job = before && this.isTheSame(before, key) ? before : this.open(body, key, (before?.nth ?? 0) + 1);
    if (job !== before) await this.begin(job);
    return jsonAnswer(202, this.bytesOf(replyWords(job), this.toldOf('reply', job)));
  }

  /** The same run sent again is the job that we have; so is another run, until the first is done. */
  private isTheSame(before: Job, key: string): boolean {
    if (before.key !== key) return shareDone(before, this.side.now()) < 1;
    return !this.manners.beginsAgain();
  }

  private open({ orderId, inputs, callbackUrl }: JobBody, key: string, nth: number): Job {
    const workMs = this.manners.workMs(this.options.workMs, this.side);
    const job: Job = { orderId, key, inputs, callbackUrl, begunAt: this.side.now(), workMs, nth };
    this.book.put(job);
    return job;
  }

  private status(request: SellerRequest, orderId: string | null): Served {
    if (!this.admits(request)) return unauthorized('status');
    const asked = this.asked('status', request, orderId);
    const answer = this.manners.refuses(asked) ?? this.stateOf(asked);
    return { kind: 'status', orderId, note: null, answer: this.manners.answer(answer, asked, this.side) };
  }

  private stateOf({ orderId, ifNoneMatch }: Asked): Answer {
    const job = orderId === null ? undefined : this.book.find(orderId);
    if (job === undefined) {
      const words = orderId === null ? null : this.manners.unknown(orderId);
      return words ? jsonAnswer(200, words) : refusal(404, 'unknown_order', 'This seller has no such order.');
    }
    const told = this.toldOf('check', job);
    const bytes = this.bytesOf(
      statusWords(job, this.side.now(), () => this.endingOf(told)),
      told,
    );
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
    return ifNoneMatch !== null && namesTag(ifNoneMatch, etag)
      ? { status: 304, headers: { etag }, body: Buffer.alloc(0) }
      : jsonAnswer(200, bytes, { etag });
  }

  private asked(kind: 'job' | 'status', { path, headers }: SellerRequest, orderId: string | null): Asked {
    const ifNoneMatch = headers['if-none-match'] ?? null;
    return { kind, path, orderId, nth: this.book.count(`asked ${kind}`, orderId), ifNoneMatch };
  }

  private admits({ headers }: SellerRequest): boolean {
    return hasAuthHeaders(headers, this.options.authHeaders) || this.manners.admitsAll();
  }

  private unsigned({ headers, body }: SellerRequest): string | null {
    return signatureProblem(this.signingSecrets, headers, body ?? Buffer.alloc(0), this.side.now());
  }

  private wrongMethod(allow: string, method: string): Served {
    const message = `Use ${allow} here, not ${method}.`;
    return { kind: 'other', orderId: null, note: message, answer: refusal(405, 'wrong_method', message, { allow }) };
  }
}

function refuse(kind: Served['kind'], orderId: string | null, status: number, code: string, message: string): Served {
  return { kind, orderId, note: message, answer: refusal(status, code, message) };
}

function unauthorized(kind: 'job' | 'status'): Served {
  return refuse(kind, null, 401, 'unauthorized', "The tool's auth headers are missing, or are not the right ones.");
}

function keyOf({ headers }: SellerRequest): string | null {
  const key = headers['idempotency-key'] ?? headers['webhook-id'];
  return typeof key === 'string' && key !== '' ? key : null;
}

function decode(encoded: string): string | null {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null;
  }
}

/** RFC 9110, 13.1.2: a list, or any; weak ones match as well. */
function namesTag(ifNoneMatch: string, etag: string): boolean {
  return ifNoneMatch.split(',').some((one) => [etag, `W/${etag}`, '*'].includes(one.trim()));
}
