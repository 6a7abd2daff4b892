import { afterAll, describe, expect, it } from '@jest/globals';
import type { JobRow } from '../../src/storage/entities/job.js';
import { MINUTE } from '../journeys/journey.js';
import { eventually } from '../support/eventually.js';
import { startSeller, type ScriptedSeller } from '../support/scripted-seller.js';
import { useJobs, type JobsJourney } from './jobs-journey.js';

const CROWD = 10_000;
/** Of each server by both of its names. */
const SERVERS = 10;
const HOSTS = ['localhost', '127.0.0.1'];

/** Who was called, in the order in which the servers saw it. */
type Calls = ('crowd' | 'single')[];

/** The servers' answer to the crowd: none, where it hangs. */
function crowdAt(server: ScriptedSeller, calls: Calls, hangs: boolean): void {
  server.on('POST', '/crowd', () => {
    calls.push('crowd');
    return hangs ? new Promise<never>(() => undefined) : {};
  });
}

/** 10,000 jobs of the operator, all due in a minute, spread over these addresses; the first of each is made by the API. */
async function layCrowd(jobs: JobsJourney, urls: readonly string[]): Promise<void> {
  const { storage, rooms } = jobs.journey.roundtrip;
  const scheduled_at = jobs.in(MINUTE);
  const ids: string[] = [];
  for (const url of urls) ids.push(await jobs.make({ url, scheduled_at }));
  const sql = 'SELECT * FROM jobs WHERE job_id = $1';
  const firsts = await Promise.all(ids.map(async (id) => (await storage.database.read<JobRow>(sql, [id]))[0]!));
  await storage.database.unit.run(async (tx) => {
    for (let i = urls.length; i < CROWD; i++) {
      const { job_id: _, ...more } = firsts[i % urls.length]!;
      await rooms.laying.lay.lay(tx, more, new URL(urls[i % urls.length]!).origin);
    }
  });
  expect(await jobs.count(`jobs WHERE owner = 'operator' AND status = 'scheduled'`)).toBe(CROWD);
}

describe.each([
  { where: 'at one server that answers at once', origins: 1, hangs: false },
  { where: 'at one server that hangs', origins: 1, hangs: true },
  { where: 'over 20 origins that answer at once', origins: 20, hangs: false },
  { where: 'over 20 origins that hang', origins: 20, hangs: true },
])('10,000 due jobs of the operator $where', ({ origins, hangs }) => {
  const servers: ScriptedSeller[] = [];
  // Before the journey's own end: calls that hang end with their servers, and the server need not wait for them.
  afterAll(async () => {
    for (const server of servers) await server.close();
  });
  const jobs = useJobs({ env: { SELLER_WORK: 'on' } });
  const { journey } = jobs;

  it('leave the one job of a seller, due at the same instant and laid down last, among the first 100 calls', async () => {
    const calls: Calls = [];
    for (let i = 0; i < SERVERS; i++) servers.push(await startSeller(journey.authority, { recording: false }));
    for (const server of servers) crowdAt(server, calls, hangs);
    const urls = HOSTS.flatMap((host) => servers.map((server) => server.url('/crowd', host))).slice(0, origins);
    await layCrowd(jobs, urls);

    const { token } = await journey.newSeller();
    // At a server that the crowd calls, too: its places there are not all taken either.
    servers[0]!.on('POST', '/single', () => {
      calls.push('single');
      return {};
    });
    const single = { url: servers[0]!.url('/single'), scheduled_at: jobs.in(MINUTE) };
    const made = await jobs.post(single, { token });
    expect([made.status, calls]).toEqual([201, []]);

    journey.pass(MINUTE);
    await eventually(() => calls.includes('single'), { withinMs: 15_000 });
    expect(calls.indexOf('single')).toBeLessThan(100);
    // The crowd goes on meanwhile, as far as it has places: ten at an origin that hangs, half of all in all.
    const places = Math.min(10 * origins, 128);
    await eventually(() => calls.length > (hangs ? places : 200), { withinMs: 15_000 });
    const job = await journey.roundtrip.call('GET', `/jobs/${made.body.job_id}`, undefined, { token });
    expect(job.body.attempts + (job.body.status === 'running' ? 1 : 0)).toBe(1);
  }, 40_000);
});
