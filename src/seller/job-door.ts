import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Proof } from './proof.js';
import { readJob, readOrderId } from './read-job.js';
import { readWhole } from './read-whole.js';
import type { RunJobs } from './run-jobs.js';
import { wordsOf } from './running-job.js';
import { statusOf } from './words.js';

interface Said {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What Roundtrip asks of a seller: take this job; how far is it? */
export class JobDoor {
  constructor(
    private readonly proof: Proof,
    private readonly jobs: RunJobs,
    private readonly told: (sentence: string) => void,
  ) {}

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      send(request, response, await this.say(request));
    } catch (error) {
      // Its store, most likely. 503: Roundtrip comes again.
      this.told(`A request could not be answered: ${wordsOf(error)}`);
      send(request, response, { ...refusal(503, 'Try again in a moment.'), headers: { 'Retry-After': '5' } });
    }
  }

  private async say(request: IncomingMessage): Promise<Said> {
    if (!this.proof.headersAreRight(request.headers))
      return refusal(401, "The tool's auth headers are missing or wrong.");
    if (request.method === 'POST') return this.take(request);
    if (request.method === 'GET' || request.method === 'HEAD') return this.tell(request);
    return { ...refusal(405, 'Jobs come by POST, status checks by GET.'), headers: { Allow: 'GET, HEAD, POST' } };
  }

  private async take(request: IncomingMessage): Promise<Said> {
    const body = await readWhole(request);
    if (typeof body === 'string') {
      this.told(body);
      return refusal(500, body);
    }
    if (body === null) return refusal(413, 'The body is too large for a job.');
    const opened = this.proof.open(body, request.headers);
    if (!opened) return refusal(401, "The signature is not the tool's, or more than five minutes off this clock.");
    const job = readJob(opened.json);
    if (typeof job === 'string') return refusal(400, job);
    const { isNew, record } = await this.jobs.take(job);
    if (isNew || record.job.run !== job.run) return { status: 202, body: { status: 'processing' } };
    return { status: 200, body: statusOf(record.state) };
  }

  private async tell({ url = '', headers }: IncomingMessage): Promise<Said> {
    const orderId = readOrderId(lastSegment(url));
    const record = orderId === null ? undefined : await this.jobs.find(orderId);
    if (!record) return refusal(404, 'This order is not known here.');
    const body = statusOf(record.state);
    const tag = `"${createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 22)}"`;
    const isKnown = (headers['if-none-match'] ?? '')
      .split(',')
      .some((known) => known.trim().replace(/^W\//, '') === tag);
    return { status: isKnown ? 304 : 200, body, headers: { ETag: tag } };
  }
}

function lastSegment(url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  try {
    return decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
  } catch {
    return '';
  }
}

function refusal(status: number, message: string): Said {
  return { status, body: { error: message } };
}

function send(request: IncomingMessage, response: ServerResponse, { status, body, headers }: Said): void {
  if (response.headersSent || response.destroyed) return;
  const text = status === 304 ? '' : JSON.stringify(body);
  response.writeHead(status, {
    ...(status === 304 ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }),
    ...{ 'Cache-Control': 'no-store', ...headers },
    // What was not read would else be taken for the next request.
    ...(request.complete ? {} : { Connection: 'close' }),
  });
  response.end(request.method === 'HEAD' ? '' : text);
}
