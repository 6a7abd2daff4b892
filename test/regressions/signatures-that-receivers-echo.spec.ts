import { expect, it } from '@jest/globals';
import { useJobs } from '../jobs/jobs-journey.js';
import { eventually } from '../support/eventually.js';

/**
 * A signature lets whoever reads it send the same message again for five minutes. It was hidden where the target of a job repeats it, but
 * not where the receiver of an outcome webhook does: its answer stood in the attempt for every viewer.
 */
const jobs = useJobs();
const { journey } = jobs;

it('an attempt to tell of an end holds no signature that the receiver repeats', async () => {
  await journey.api('POST', '/signing-secret/rotate');
  await journey.api('POST', '/signing-secret/rotate');
  const hook = jobs.target((_, { headers }) => ({ body: JSON.stringify(headers) }));
  const id = await jobs.make({ url: jobs.target().url, webhook_url: hook.url });
  const told = await eventually(async () => {
    const attempts = (await journey.api('GET', `/jobs/${id}/attempts`)).body as Record<string, string>[];
    return attempts.find(({ kind }) => kind === 'notify');
  });
  const sent = hook.requests[0]!.headers;
  expect(told?.['response_excerpt']).toContain(sent['webhook-id']);
  const texts = ['x-fliq-signature', 'x-fliq-previous-signature', 'webhook-signature'].map((name) =>
    String(sent[name]),
  );
  for (const one of texts.flatMap((text) => text.split(' ')))
    expect(told?.['response_excerpt']).not.toContain(one.slice(3));
});
