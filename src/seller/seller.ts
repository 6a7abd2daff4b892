import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RetryTimes } from './call-roundtrip.js';
import { JobDoor } from './job-door.js';
import { MemoryStore, type JobStore } from './job-store.js';
import { Proof } from './proof.js';
import { RunJobs, type Handler } from './run-jobs.js';

export type { Handler } from './run-jobs.js';

export interface SellerOptions {
  /** The tool's `signing_secret`, shown when it was registered. */
  readonly signingSecret: string;
  /** The tool's `callback_secret`; left out where the tool has `callback_auth: url_token`, and then nothing large can be handed over. */
  readonly callbackSecret?: string;
  /** The tool's `auth_headers`, name → value. */
  readonly authHeaders: Readonly<Record<string, string>>;
  /** False: ends and progress are not called back; Roundtrip asks at the tool's `status_url`. Default: true. */
  readonly callbacks?: boolean;
  /** Where jobs are remembered. Default: in memory, until the process ends. */
  readonly store?: JobStore;
  /** How long reports that Roundtrip does not take are tried again. */
  readonly retry?: RetryTimes;
  /** Told of what went wrong, in a sentence without secrets. Default: a line to stderr. */
  readonly told?: (sentence: string) => void;
}

/** What `node:http`, `node:https` and Express call with each request. */
export type SellerListener = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * A seller from a handler: takes signed jobs by POST, answers status checks by `GET .../{order_id}`, and reports how each job ends.
 * Throws where the options could prove nothing.
 */
export function seller(options: SellerOptions, handler: Handler): SellerListener {
  if (typeof handler !== 'function')
    throw new Error('seller() must be given a handler: a function that does the work.');
  const { signingSecret, callbackSecret: secret, authHeaders, callbacks = true, retry: times } = options;
  const told = options.told ?? toStderr;
  const proof = new Proof(authHeaders, signingSecret);
  const jobs = new RunJobs(options.store ?? new MemoryStore(), handler, { callbacks, secret, times, told });
  const door = new JobDoor(proof, jobs, told);
  return (request, response) => void door.answer(request, response);
}

function toStderr(sentence: string): void {
  process.stderr.write(`seller: ${sentence}\n`);
}
