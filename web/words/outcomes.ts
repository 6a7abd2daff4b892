import type { Attempt } from '../api/client.ts';

type Outcome = Attempt['outcome'];
type Kind = Attempt['kind'];

/** How a call ended, as a person says it. */
export interface OutcomeWords {
  /** On the chip. */
  readonly label: string;
  readonly tone: 'good' | 'quiet' | 'wait' | 'bad';
  /** What happened. */
  readonly what: string;
  /** What to do about it; null where there is nothing to do. */
  readonly todo: string | null;
}

/** As a forward or a check has it; {@link OF_KIND} says where another kind of call means something else by the same word. */
export const OUTCOMES: Readonly<Record<Outcome, OutcomeWords>> = {
  accepted: { label: 'Taken', tone: 'good', what: 'The seller took the order.', todo: null },
  processing: { label: 'At work', tone: 'wait', what: 'The seller is at work on the order.', todo: null },
  not_modified: {
    ...{ label: 'Nothing new', tone: 'wait', todo: null },
    what: 'The seller says that nothing has changed since the last answer (HTTP 304).',
  },
  completed: { label: 'Completed', tone: 'good', what: 'The seller brought a good result.', todo: null },
  failed: {
    ...{ label: 'Failed', tone: 'bad', what: 'The seller says that the order failed.' },
    todo: 'Read the seller’s words. Correct the inputs or ask the seller, then retry the order.',
  },
  bad_result: {
    ...{ label: 'Bad result', tone: 'bad' },
    what: 'The seller says that the order is done, but what it handed over cannot be taken; the sentence above says why.',
    todo: 'The seller must correct what its status URL answers. Roundtrip asks again; after three such answers over at least 15 minutes the order fails.',
  },
  unreadable: {
    ...{ label: 'Unreadable', tone: 'bad' },
    what: 'The answer says nothing about the order that Roundtrip can read.',
    todo: 'Look at the answer below. Either the seller sends JSON with a status (processing, completed or failed), or the tool gets a mapping of its own under “response”.',
  },
  redirected: {
    ...{ label: 'Redirected', tone: 'bad' },
    what: 'The seller sent us to another address. Redirects are not followed: they could lead anywhere, with the seller’s secrets in hand.',
    todo: 'Set the tool’s URL to the final address (see “location” in the answer’s headers).',
  },
  unauthorized: {
    ...{ label: 'Not let in', tone: 'bad' },
    what: 'The seller refused our credentials (HTTP 401 or 403).',
    todo: 'Correct the tool’s auth headers: the key may have expired or been rotated on the seller’s side.',
  },
  not_found: {
    ...{ label: 'Not known there', tone: 'bad' },
    what: 'The seller does not know this order at that address (HTTP 404). Right after the start that can be normal.',
    todo: 'If it goes on: check the tool’s status URL, and whether the id in it is the one that the seller uses.',
  },
  evicted: {
    ...{ label: 'Forgotten', tone: 'bad' },
    what: 'The seller had known this order and now answers HTTP 404: it forgot it.',
    todo: 'Ask the seller for the result (it can still send a callback), or cancel the order. If it expires or fails, retry it. The seller should keep orders longer.',
  },
  rate_limited: {
    ...{ label: 'Too many calls', tone: 'wait' },
    what: 'The seller asks us to slow down (HTTP 429).',
    todo: 'Nothing yet: Roundtrip waits as long as the seller asks. If it goes on, give the tool a plan with fewer checks or a lower max_concurrency.',
  },
  server_error: {
    ...{ label: 'Server error', tone: 'bad' },
    what: 'The seller’s server broke while it answered (HTTP 5xx).',
    todo: 'Roundtrip tries again by itself. If it goes on, tell the seller, with the time and the request id of the attempt.',
  },
  rejected: {
    ...{ label: 'Refused', tone: 'bad' },
    what: 'The seller refused the request (HTTP 4xx).',
    todo: 'Read the answer below: most often the inputs, the payload template or the URL of the tool do not fit what the seller expects. Correct them, then retry the order.',
  },
  gone: {
    ...{ label: 'Gone', tone: 'bad' },
    what: 'The seller says that there is nothing at this address any more (HTTP 410).',
    todo: 'Ask the seller for the new URL, correct the tool, and resume it if it was paused.',
  },
  timeout: {
    ...{ label: 'Timed out', tone: 'bad' },
    what: 'No whole answer came in time.',
    todo: 'Roundtrip tries again by itself. The timings below show where the time went: a long “waiting” is the seller’s own slowness; it should answer at once and work afterwards.',
  },
  dns_error: {
    ...{ label: 'Name not found', tone: 'bad' },
    what: 'The name of the seller’s host could not be resolved.',
    todo: 'Check the host in the tool’s URLs for typing errors. If it is right, the seller’s domain or our name server is in trouble; Roundtrip tries again by itself.',
  },
  tls_error: {
    ...{ label: 'Certificate', tone: 'bad' },
    what: 'No safe connection could be made: the certificate of the seller’s host is expired, for another name, or from an unknown authority.',
    todo: 'The seller must renew or correct its certificate; Roundtrip tries again by itself.',
  },
  connection_error: {
    ...{ label: 'No connection', tone: 'bad' },
    what: 'The seller’s host refused the connection, or broke it off.',
    todo: 'Roundtrip tries again by itself. If it goes on, the seller’s server is down or does not let us through its firewall.',
  },
  blocked_address: {
    ...{ label: 'Address blocked', tone: 'bad' },
    what: 'The seller’s host leads to an address that Roundtrip does not call: a private network, this machine, or a special range.',
    todo: 'The seller must use a public address. For an intranet of your own, name it in ALLOWED_PRIVATE_NETWORKS.',
  },
  too_large: {
    ...{ label: 'Too large', tone: 'bad' },
    what: 'The answer is larger than Roundtrip reads.',
    todo: 'The seller must upload large files (prepare, then PUT) or host them, and name them in the answer instead of sending them in it.',
  },
  unconfirmed: {
    ...{ label: 'Not confirmed', tone: 'wait' },
    what: 'The order was sent whole, but no answer came: the seller may have it or not. It is not sent twice blindly.',
    todo: 'Nothing yet: the next check tells. If the seller then does not know the order, it is sent once more. Without a status URL, ask the seller.',
  },
  late: {
    ...{ label: 'Late', tone: 'quiet' },
    what: 'The order had already ended, or gone on to another run, when this answer came; it changes nothing.',
    todo: null,
  },
  duplicate: {
    ...{ label: 'Said before', tone: 'quiet', todo: null },
    what: 'The same answer as the one that ended the order, once more; it changes nothing.',
  },
  delivered: { label: 'Delivered', tone: 'good', what: 'The message arrived.', todo: null },
  success: { label: 'Success', tone: 'good', what: 'The call did what it should.', todo: null },
};

/** A call that we were refused, or could not make, on the way to the marketplace is no trouble of the seller's. */
const WEBHOOK_TODO =
  'The message is sent again by itself, for up to three days. Check that the marketplace’s webhook is up and that MARKETPLACE_WEBHOOK_URL is right.';
const FILE_TODO =
  'The result still stands where the seller hosts it. If fetching goes on failing, ask the seller to upload the file instead.';

const OF_KIND: Readonly<Partial<Record<Kind, Readonly<Partial<Record<Outcome, Partial<OutcomeWords>>>>>>> = {
  forward: {
    rejected: { what: 'The seller refused the order (HTTP 4xx).' },
    not_found: {
      what: 'There is nothing at the tool’s job URL (HTTP 404). For the first two minutes Roundtrip tries again: some tools need that long to start.',
      todo: 'Check the tool’s job URL, and that the seller’s workflow is switched on; then retry the order.',
    },
    unauthorized: { todo: 'Correct the tool’s auth headers, then retry the order.' },
    redirected: { todo: 'Set the tool’s job URL to the final address, then retry the order.' },
    gone: {
      todo: 'The tool is paused. Ask the seller for the new URL, correct the tool, resume it, then retry the order.',
    },
  },
  callback: {
    processing: { what: 'The seller called to say how far it is.' },
    completed: { what: 'The seller called and brought a good result.' },
    failed: { what: 'The seller called to say that the order failed.' },
    bad_result: {
      what: 'The seller called to say that the order is done, but what it handed over cannot be taken. It was told why (HTTP 400).',
      todo: 'The seller must correct what it sends and call again; the order is still open for it.',
    },
    unreadable: {
      what: 'The seller called with a body that Roundtrip cannot read. It was told why (HTTP 400).',
      todo: 'The seller must correct what it sends and call again.',
    },
  },
  mirror: {
    completed: { label: 'Fetched', what: 'The file that the seller hosts is kept here as well now.' },
    redirected: {
      ...{ label: 'Redirected', tone: 'quiet', todo: FILE_TODO },
      what: 'The file’s server sent us on to another address. That is followed up to three times, over HTTPS only.',
    },
    bad_result: { label: 'No file', what: 'The file’s server answered without a file.', todo: FILE_TODO },
    unreadable: { what: 'The file came in an encoding that we did not ask for.', todo: FILE_TODO },
    unauthorized: { what: 'The file’s server did not let us in (HTTP 401 or 403).', todo: FILE_TODO },
    not_found: { label: 'Not there', what: 'The file is not at its address (HTTP 404).', todo: FILE_TODO },
    gone: { what: 'The file is not there any more (HTTP 410).', todo: FILE_TODO },
    rejected: { what: 'The file’s server refused the request (HTTP 4xx).', todo: FILE_TODO },
    too_large: { what: 'The file is larger than 150 MiB.', todo: 'It stays where the seller hosts it.' },
    timeout: { what: 'The file did not arrive in time, or too slowly.', todo: FILE_TODO },
  },
  notify: {
    unauthorized: { what: 'The marketplace’s webhook did not let us in.', todo: WEBHOOK_TODO },
    not_found: { label: 'Not there', what: 'There is nothing at the webhook’s address.', todo: WEBHOOK_TODO },
    rejected: { what: 'The marketplace’s webhook refused the message.', todo: WEBHOOK_TODO },
    redirected: { what: 'The webhook sent us to another address; redirects are not followed.', todo: WEBHOOK_TODO },
    gone: { what: 'The marketplace’s webhook is gone (HTTP 410).', todo: WEBHOOK_TODO },
    rate_limited: { what: 'The marketplace’s webhook asks us to slow down.', todo: WEBHOOK_TODO },
    server_error: { what: 'The marketplace’s webhook broke (HTTP 5xx).', todo: WEBHOOK_TODO },
    timeout: { what: 'The marketplace’s webhook did not answer in time.', todo: WEBHOOK_TODO },
    dns_error: { what: 'The name of the webhook’s host could not be resolved.', todo: WEBHOOK_TODO },
    tls_error: { what: 'No safe connection to the webhook’s host could be made.', todo: WEBHOOK_TODO },
    connection_error: { what: 'The webhook’s host refused the connection, or broke it off.', todo: WEBHOOK_TODO },
    blocked_address: {
      what: 'The webhook leads to an address that Roundtrip does not call.',
      todo: 'Correct MARKETPLACE_WEBHOOK_URL.',
    },
    too_large: { what: 'The webhook’s answer is larger than we read.', todo: WEBHOOK_TODO },
  },
};

/** How a call of this kind ended, in plain words. */
export function outcomeWords({ kind, outcome }: Pick<Attempt, 'kind' | 'outcome'>): OutcomeWords {
  return { ...OUTCOMES[outcome], ...OF_KIND[kind]?.[outcome] };
}
