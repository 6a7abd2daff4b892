import { it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { SellerReply } from '../support/scripted-seller.js';
import { useJourney } from '../journeys/journey.js';

/**
 * Long checks took the memory for their answers before they were asked, and held it for the whole minute of waiting. At the default
 * settings two tools with long checks held all there is: intake answered 503, and nobody else's orders were forwarded or checked.
 * They take it when their answers come. The proportions of the settings are those of the defaults.
 */
const journey = useJourney({
  env: { MAX_BYTES_IN_FLIGHT: '8388608', MAX_CONCURRENCY: '8', MAX_CONCURRENCY_PER_ORIGIN: '8' },
});
const poll = { strategy: 'fixed', initial_s: 0, interval_s: 300, jitter: 0 };

it('long checks that wait leave memory for intake and for the calls of others', async () => {
  const good = await journey.tool({ poll });
  const ends: ((reply: SellerReply) => void)[] = [];
  for (let i = 0; i < 2; i++) {
    const tool = await journey.tool({ poll: { ...poll, wait_s: 50 }, response: { dialect: 'apixo' } });
    tool.onStatus(() => new Promise<SellerReply>((resolve) => void ends.push(resolve)));
    for (let n = 0; n < 7; n++) await tool.place();
  }
  // Eight times the memory that one such answer may take is all there is.
  await eventually(() => ends.length >= 8);
  await good.place();
  await eventually(() => good.jobs.length === 1 && good.checks.length === 1);
  for (const end of ends) end({ body: { status: 'processing' } });
}, 30_000);
