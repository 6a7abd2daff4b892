import type { Dialect, ForeignAnswer, ForeignVerdict, Handle } from './dialect.js';
import { completed, elsewhere, handleOf, unreadable, working } from './foreign-verdict.js';

const TITLE = 'Location monitor';

/**
 * The plain pattern of HTTP (RFC 9110, 15.3.3; Azure Architecture Center, "Asynchronous Request-Reply pattern",
 * https://learn.microsoft.com/azure/architecture/patterns/async-request-reply): the reply to the job is 202 with `Location`, the
 * monitor there answers 202 while it works, and 200, 201 or 204 with the result itself when done. Failures have no form of their own.
 *
 * A JSON body is the result; 204 is a result of no text; another body of 200 or 201 is read by asking its URL once more (`elsewhere`),
 * since its bytes are not at hand here; so is a 201 without a body that names what was created by `Location`.
 *
 * Marks: none in a body. It is recognised by where the URL came from and by the 202 before (recognise.ts).
 */
export const location: Dialect = {
  name: 'location',
  title: TITLE,
  bearsMarks: () => false,
  read,
  handle,
};

function read(answer: ForeignAnswer): ForeignVerdict {
  const { status, body, headers, url } = answer;
  if (status === 202) return working();
  if (status === 204) return completed('', null, 'text');
  if (status !== 200 && status !== 201) return unreadable(`${TITLE}: HTTP ${status} is none of 200, 201, 202 and 204.`);
  if (body !== null) return completed(body, null);
  return elsewhere((status === 201 && headers['location']) || url, answer, null);
}

/** Any 2xx: some answer 200 or 201 with `Location`. */
function handle(reply: ForeignAnswer): Handle {
  return handleOf(reply, null, reply.headers['location'] ?? null);
}
