import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { scrub } from '../../src/domain/scrub.js';
import { SealedBox } from '../../src/storage/sealed-box.js';
import type { JobReading } from '../../src/storage/job-store.js';
import { CallVault } from '../../src/work/call-vault.js';
import { JobRequests } from '../../src/work/jobs/job-request.js';
import type { RequestToSign } from '../../src/work/signatures.js';
import { ManualClock } from '../support/manual-clock.js';

const vault = new CallVault(new SealedBox({ current: randomBytes(32) }));
const clock = new ManualClock();
const url = 'https://a.test/hook?k=a-secret-value';

async function request(headers: Record<string, string>, body: string | null) {
  const signed: (RequestToSign & { owner: string })[] = [];
  const signatures = {
    headersFor: async (owner: string, asked: RequestToSign) => {
      signed.push({ owner, ...asked });
      return { 'X-Fliq-Timestamp': '1893488400', 'X-Fliq-Signature': 'v1=0123456789abcdef' };
    },
  };
  const secrets = { url, headers, webhook_url: null, webhook_headers: {} };
  const sealed = vault.seal('job_1', { secrets, body });
  const job = { job_id: 'job_1', owner: 'sel_1', method: 'PUT', timeout_s: 7, ...sealed } as JobReading;
  return { ...(await new JobRequests(vault, signatures, clock).of(job)), signed };
}

describe('the request of a job', () => {
  it('is signed as it is sent, for its owner', async () => {
    const { call, signed } = await request({ 'X-Key': 'k' }, 'text');
    const asked = { owner: 'sel_1', id: 'job_1', method: 'PUT', url, body: 'text', nowMs: clock.now() };
    expect(signed).toEqual([asked]);
    expect(call).toMatchObject({ method: 'PUT', url, body: 'text', timeoutMs: 7_000, trust: 'stranger' });
    expect(call.headers).toEqual({
      ...{ accept: '*/*', 'X-Key': 'k', 'X-Fliq-Delivery-Id': 'job_1' },
      ...{ 'X-Fliq-Timestamp': '1893488400', 'X-Fliq-Signature': 'v1=0123456789abcdef' },
    });
  });

  it('without a body is signed over none', async () => {
    const { call, signed } = await request({}, null);
    expect([signed[0]?.body, 'body' in call]).toEqual(['', false]);
  });

  it('names JSON as what it is, unless its caller says otherwise', async () => {
    const types = [
      await request({}, '[1]'),
      await request({ 'CONTENT-Type': 'text/plain' }, '[1]'),
      await request({}, '[1'),
    ];
    expect(types.map(({ call }) => call.headers['content-type'])).toEqual(['application/json', undefined, undefined]);
  });

  it('hides its signature and its secrets in what an answer repeats, and neither its id nor its time', async () => {
    const { secrets } = await request({ 'X-Key': 'key-of-the-target' }, null);
    const said = 'v1=0123456789abcdef key-of-the-target a-secret-value job_1 1893488400';
    expect(scrub(said, secrets)).toBe('•••• •••• •••• job_1 1893488400');
  });
});
