/** Roads by which a seller may be asked to tell, as in the table of journeys. */
export const ROADS = ['callback', 'check'] as const;
export type Road = (typeof ROADS)[number];

/**
 * The checks of the conformance test that tell of a habit, by the road of its seller; each of them fails or warns. None: nothing
 * of it shows in a test, and the journey survives it, as `expected.ts` says.
 */
export const FOUND_BY: Readonly<Record<string, Readonly<Record<Road, readonly string[]>>>> = {
  '404-first': { callback: ['job.accepts'], check: ['job.accepts'] },
  'bad-base64': { callback: ['result.taken', 'callback.well-formed'], check: ['result.taken', 'status.words'] },
  'bad-charset': { callback: ['order.completes'], check: ['status.charset', 'status.words'] },
  'clock-skew': { callback: ['clock.date'], check: ['clock.completed-at', 'clock.date'] },
  contradiction: { callback: [], check: ['order.completes'] },
  drip: { callback: ['job.twice'], check: ['reach.status'] },
  'drops-job': { callback: ['job.accepts', 'order.completes'], check: ['job.accepts', 'order.completes'] },
  'duplicate-callback': { callback: ['callback.once'], check: [] },
  'duplicate-keys': { callback: ['order.completes'], check: ['status.words', 'order.completes'] },
  'early-callback': { callback: [], check: [] },
  'empty-body': { callback: ['order.completes'], check: ['status.words', 'order.completes'] },
  'etag-lies': { callback: [], check: ['status.validators-honest'] },
  'expired-tls': { callback: ['reach.job'], check: ['reach.job', 'reach.status'] },
  'flaky-5xx': { callback: ['job.accepts'], check: ['status.unknown'] },
  'flaky-tls': { callback: ['reach.job'], check: ['reach.job', 'reach.status'] },
  forgets: { callback: [], check: ['order.completes'] },
  'gzip-anyway': { callback: [], check: ['status.charset', 'status.plain'] },
  'gzip-bomb': { callback: [], check: ['status.charset', 'status.plain'] },
  hangs: { callback: ['job.accepts'], check: ['reach.status', 'job.accepts'] },
  'html-200': { callback: [], check: ['status.words', 'status.unknown'] },
  'http-result-url': { callback: ['result.taken', 'callback.well-formed'], check: ['result.taken', 'status.words'] },
  huge: { callback: [], check: ['status.words', 'status.unknown'] },
  late: { callback: ['order.completes'], check: ['order.completes'] },
  'never-starts': { callback: ['order.completes'], check: ['order.completes'] },
  'no-auth': { callback: ['job.no-auth'], check: ['status.no-auth', 'job.no-auth'] },
  'no-secret': { callback: ['callback.secret', 'order.completes'], check: [] },
  'odd-words': { callback: ['callback.well-formed', 'order.completes'], check: ['status.words', 'order.completes'] },
  'progress-backwards': { callback: [], check: ['status.progress'] },
  'progress-over-100': { callback: [], check: ['status.progress'] },
  'rate-limits': { callback: ['job.accepts'], check: ['status.rate', 'status.unknown'] },
  redirect: { callback: ['job.accepts', 'order.completes'], check: ['reach.status-redirect', 'status.unknown'] },
  'redirect-loop': { callback: [], check: ['reach.status-redirect', 'status.words'] },
  'secret-in-error': { callback: ['order.completes'], check: ['status.secrets', 'order.completes'] },
  slow: { callback: [], check: ['status.quick'] },
  'too-deep': { callback: ['order.completes'], check: ['status.words', 'order.completes'] },
  'twice-is-two': { callback: ['job.twice'], check: [] },
  'unknown-is-200': { callback: [], check: ['status.unknown'] },
  'wrong-mime': { callback: ['result.types'], check: ['result.types'] },
  'wrong-order-id': { callback: ['order.completes'], check: ['status.order-id'] },
  'wrong-secret': { callback: ['callback.secret', 'order.completes'], check: [] },
};

/** What shows by its length alone: at the pace of a test, a tenth, it is too short for the limits, which stay as they are. */
export const BY_LENGTH: readonly string[] = ['slow check'];

/** What shows only while the seller is at work, to who asks more than once. */
export const WHILE_AT_WORK: readonly string[] = ['progress-backwards', 'progress-over-100', 'etag-lies', 'forgets'];
