import { readdirSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { useJourney } from '../journeys/journey.js';

/**
 * Erasing an order removes what the seller delivered, late results and excerpts of attempts too. A seller that called back
 * once more after that filled it again: its result was kept as a late one, file and all, its body as the excerpt of an attempt,
 * and nobody had a reason to erase the order a second time.
 */
const journey = useJourney();

it('a callback for an erased order is late, and nothing of it is kept', async () => {
  const order = await (await journey.tool({ status_url: null })).placed();
  await order.callback({ ok: false, error: 'no' });
  await journey.api('DELETE', order.path, undefined, 204);
  const answer = await order.callback({ ok: true, filename: 'about-a-person.txt', file_base64: 'bWUsIGFnYWlu' });
  expect(answer.body).toEqual({ ok: true, late: true });
  const attempt = (await order.attempts('callback')).at(-1)!;
  expect(attempt).toMatchObject({ outcome: 'late', response_excerpt: null });
  await order.act('accept', { attempt_id: attempt.attempt_id }, 409);
  expect(filesIn(journey.roundtrip.folder.join('files'))).toEqual([]);
});

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}
