import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { useJourney } from '../journeys/journey.js';
import { eventually } from '../support/eventually.js';
import type { SellerRequest } from '../support/scripted-seller.js';

/**
 * The recipe "poll an API until a long-running job finishes" of Fliq's public docs (https://fliq.sh/recipes/poll-an-api-until-done),
 * as it stands there: a job calls an endpoint that looks whether the work is done, and lays down the next job where it is not.
 * Changed are its addresses, its token and its literal date, and nothing else.
 */
const KICK_OFF = `curl -X POST https://api.fliq.sh/jobs \\
  -H "Authorization: Bearer fliq_sk_your_token" \\
  -H "Content-Type: application/json" \\
  -d '{
    "url": "https://yourapp.com/api/exports/check",
    "http_method": "POST",
    "scheduled_at": "2026-06-12T10:00:15Z",
    "headers": { "Content-Type": "application/json" },
    "body": "{\\"task_id\\":\\"task_abc\\"}",
    "max_retries": 3
  }'`;

const HANDLER = `export async function POST(req) {
  const { task_id } = await req.json();

  const status = await checkUpstream(task_id); // "running" | "done"
  if (status === "done") {
    await onExportReady(task_id);
    return Response.json({ done: true });
  }

  // Not ready — schedule the next poll 15s out.
  await fetch("https://api.fliq.sh/jobs", {
    method: "POST",
    headers: {
      "Authorization": \`Bearer \${process.env.FLIQ_API_TOKEN}\`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify({
      url: "https://yourapp.com/api/exports/check",
      http_method: "POST",
      scheduled_at: new Date(Date.now() + 15_000).toISOString(),
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ task_id }),
      max_retries: 3,
    }),
  });
  return Response.json({ done: false });
}`;

interface JobJson {
  readonly id: string;
  readonly status: string;
  readonly scheduled_at: string;
  readonly attempts: number;
}
type Handler = (request: Request) => Promise<Response>;

const journey = useJourney();

describe("Fliq's recipe for asking until a long job is done", () => {
  it.each([
    ['', 'as the docs have it'],
    ['/v1', 'under the API reference’s base URL'],
  ])(
    'runs unchanged, and leaves the history of every step (base URL %s)',
    async (base) => {
      const path = `/api/exports/check${base.replace('/', '-')}`;
      const upstream = ['running', 'running', 'running', 'done'];
      const ready: string[] = [];
      const handle = handlerOf(base, path, {
        checkUpstream: async () => upstream.shift(),
        onExportReady: async (task: string) => void ready.push(task),
      });
      const answers: unknown[] = [];
      journey.seller.on('POST', path, async (request) => {
        const answer = await handle(asRequest(request));
        const body = (await answer.json()) as object;
        answers.push(body);
        return { status: answer.status, body };
      });

      const first = await kickOff(base, path);
      expect(first).toMatchObject({ http_method: 'POST', status: 'scheduled', max_retries: 3 });
      await eventually(async () => {
        await passToTheNext(base, path);
        return ready.length === 1;
      });

      expect(ready).toEqual(['task_abc']);
      expect(answers).toEqual([{ done: false }, { done: false }, { done: false }, { done: true }]);
      const jobs = await jobsAt(base, path);
      await eventually(async () => (await jobsAt(base, path)).every(({ status }) => status === 'success'));
      expect(gapsOf(jobs)).toEqual([15, 15, 15]);
      for (const { id } of jobs) {
        const attempts = (await journey.api('GET', `${base}/jobs/${id}/attempts`)).body as unknown[];
        expect(attempts).toEqual([expect.objectContaining({ job_id: id, attempt_num: 1, status_code: 200 })]);
      }
    },
    20_000,
  );
});

/** Runs the command of the recipe, by the shell and curl. */
async function kickOff(base: string, path: string): Promise<unknown> {
  const date = new Date(journey.clock.now() + 15_000).toISOString();
  const command = placed(KICK_OFF, base, path)
    .replace('fliq_sk_your_token', journey.roundtrip.adminToken)
    .replace('2026-06-12T10:00:15Z', date);
  const { stdout } = await promisify(execFile)('sh', ['-c', command]);
  return JSON.parse(stdout);
}

/** The recipe's handler; its clock is the test's, so that fifteen seconds pass in no time. */
function handlerOf(base: string, path: string, theirs: Record<string, unknown>): Handler {
  class TestDate extends Date {
    static override now(): number {
      return journey.clock.now();
    }
  }
  const source = placed(HANDLER, base, path).replace('export ', '');
  const process = { env: { FLIQ_API_TOKEN: journey.roundtrip.adminToken } };
  const given = { Date: TestDate, process, ...theirs };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const make = new Function(...Object.keys(given), `${source}\nreturn POST;`) as (...values: unknown[]) => Handler;
  return make(...Object.values(given));
}

function placed(recipe: string, base: string, path: string): string {
  return recipe
    .replace('https://api.fliq.sh/jobs', `${journey.roundtrip.url}${base}/jobs`)
    .replace('https://yourapp.com/api/exports/check', journey.seller.url(path));
}

function asRequest(request: SellerRequest): Request {
  const headers = { 'content-type': request.headers['content-type'] as string };
  return new Request(journey.seller.url(request.path), { method: 'POST', headers, body: request.body });
}

/** Lets time pass up to the next job that waits for its instant. */
async function passToTheNext(base: string, path: string): Promise<void> {
  const waiting = (await jobsAt(base, path)).find(({ status }) => status === 'scheduled');
  if (waiting) journey.clock.advanceTo(new Date(waiting.scheduled_at));
}

/** Oldest first. */
async function jobsAt(base: string, path: string): Promise<JobJson[]> {
  const { body } = await journey.api('GET', `${base}/jobs?limit=100&q=${encodeURIComponent(path)}`);
  return (body as { jobs: JobJson[] }).jobs.reverse();
}

function gapsOf(jobs: readonly JobJson[]): number[] {
  const at = jobs.map(({ scheduled_at }) => Date.parse(scheduled_at));
  return at.slice(1).map((instant, i) => (instant - (at[i] ?? 0)) / 1_000);
}
