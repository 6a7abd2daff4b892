import type { OrderStatus } from '../../src/domain/order.js';
import type { Outcome } from '../../src/domain/outcome.js';

/** The outcomes of one kind's attempts, oldest first. */
type Outcomes = readonly Outcome[];

/** What an order meets at a seller with a habit, on one road: `callback`, a tool without a status URL; `check`, one that is only asked. */
export interface HabitCase {
  readonly habit: string;
  readonly road: 'callback' | 'check';
  /** Other habits that it needs to be met. */
  readonly with?: readonly string[];
  /** Why it cannot show on this road: the order goes as if the seller had it not. */
  readonly cannot?: string;
  /** Only who asks otherwise than the journey does meets it; what such a request is answered. */
  readonly askedWithoutHeaders?: { readonly job: number; readonly status: number };
  /** The seller goes both roads, though the order is to end on this one. */
  readonly bothRoads?: true;
  /** `short`: calls are given 2 s in all, and the seller's waits are a tenth. */
  readonly timeouts?: 'short';
  /** In seconds: how long the work takes (90), between checks (60), and to the deadline (3600). */
  readonly workS?: number;
  readonly everyS?: number;
  readonly deadlineS?: number;
  readonly forward: Outcomes;
  readonly check?: Outcomes;
  /** In any order: some come at once. */
  readonly callback?: Outcomes;
  /** What we answered its callbacks, where some left no attempt; in any order. */
  readonly answered?: readonly number[];
  readonly ends: OrderStatus;
  /** Code of the order's error. */
  readonly error?: string;
  /** The order's error tells of it. */
  readonly tells?: RegExp;
  /** What the result must hold. */
  readonly result?: object;
}

const accepted = ['accepted'] as const;
/** As with a good seller: it is at work at the first check, done at the second. */
const goodChecks = ['processing', 'completed'] as const;
const goodCallbacks = ['processing', 'completed'] as const;
const survived = { callback: { forward: accepted, callback: goodCallbacks, ends: 'completed' } } as const;
const nobodyAsks = 'Nobody asks about an order of a tool that has no status URL.';
const nobodyCalls = 'This seller never calls back.';
/** Asked at 1 and 2 minutes, and for the last time at the deadline. */
const soon = { deadlineS: 180 } as const;
const thrice = (outcome: Outcome): Outcomes => [outcome, outcome, outcome];
/** Nothing changes, and it says so. */
const waiting: Outcomes = ['processing', 'not_modified', 'not_modified'];
/** Bad results end an order that saw three of them, with 15 minutes between first and third. */
const badThrice: Partial<HabitCase> = {
  ...{ everyS: 480, forward: accepted, check: thrice('bad_result'), ends: 'failed', error: 'bad_result' },
};

function onCallback(habit: string, fields: Partial<HabitCase> = {}): HabitCase {
  return { habit, road: 'callback', ...survived.callback, ...fields };
}

function onCheck(habit: string, fields: Partial<HabitCase> = {}): HabitCase {
  return { habit, road: 'check', forward: accepted, check: goodChecks, ends: 'completed', ...fields };
}

/** Nothing of it can be read as an end, until the deadline. */
function neverRead(habit: string, outcome: Outcome): HabitCase {
  return onCheck(habit, { ...soon, check: thrice(outcome), ends: 'expired' });
}

/** Every habit on every road. */
export const habitCases: readonly HabitCase[] = [
  onCallback('flaky-tls', { forward: ['connection_error', 'accepted'] }),
  onCheck('flaky-tls', {
    forward: ['connection_error', 'accepted'],
    check: ['connection_error', 'completed'],
  }),
  onCallback('expired-tls', {
    deadlineS: 60,
    forward: [...thrice('tls_error'), 'tls_error'],
    callback: [],
    ends: 'expired',
  }),
  onCheck('expired-tls', { deadlineS: 60, forward: [...thrice('tls_error'), 'tls_error'], check: [], ends: 'expired' }),

  onCallback('no-auth', { askedWithoutHeaders: { job: 202, status: 404 } }),
  onCheck('no-auth', { askedWithoutHeaders: { job: 202, status: 200 } }),
  onCallback('unknown-is-200', { cannot: nobodyAsks }),
  onCheck('unknown-is-200', {
    ...{ with: ['drops-job'], ...soon },
    ...{ forward: ['unconfirmed'], check: thrice('processing'), ends: 'expired' },
  }),
  onCallback('twice-is-two', {
    ...{ with: ['flaky-5xx'], forward: ['server_error', 'accepted'] },
    ...{ callback: ['processing', 'processing', 'completed', 'late'] },
    result: { text: 'Done with: prompt' },
  }),
  onCheck('twice-is-two', {
    ...{ with: ['flaky-5xx'], forward: ['server_error', 'accepted'], check: ['server_error', 'completed'] },
    result: { text: 'Made by job number 2' },
  }),
  onCallback('drops-job', { ...soon, forward: ['unconfirmed'], callback: [], ends: 'expired' }),
  onCheck('drops-job', { forward: ['unconfirmed', 'accepted'], check: ['not_found', 'processing', 'completed'] }),
  onCallback('404-first', { forward: [...thrice('not_found'), 'accepted'] }),
  onCheck('404-first', { forward: [...thrice('not_found'), 'accepted'], check: [...thrice('not_found'), 'completed'] }),
  onCallback('rate-limits', { forward: ['rate_limited', 'rate_limited', 'accepted'] }),
  onCheck('rate-limits', {
    forward: ['rate_limited', 'rate_limited', 'accepted'],
    check: ['rate_limited', 'rate_limited', 'completed'],
  }),
  onCallback('redirect', {
    ...{ forward: ['redirected'], callback: [], ends: 'failed', error: 'seller_redirected' },
    tells: /https:\/\/elsewhere\.example/,
  }),
  onCheck('redirect', {
    ...{ forward: ['redirected'], check: [], ends: 'failed', error: 'seller_redirected' },
    tells: /https:\/\/elsewhere\.example/,
  }),
  onCallback('redirect-loop', { cannot: nobodyAsks }),
  neverRead('redirect-loop', 'redirected'),
  onCallback('forgets', { cannot: nobodyAsks }),
  onCheck('forgets', { ...soon, check: ['processing', 'evicted', 'evicted'], ends: 'expired' }),

  onCallback('late', { ...soon, callback: ['late', 'late'], ends: 'expired' }),
  onCheck('late', { ...soon, check: waiting, ends: 'expired' }),
  onCallback('never-starts', { ...soon, callback: [], ends: 'expired' }),
  onCheck('never-starts', { ...soon, check: waiting, ends: 'expired' }),

  onCallback('early-callback', { callback: ['completed'] }),
  onCheck('early-callback', { cannot: nobodyCalls, check: ['completed'] }),
  onCallback('duplicate-callback', { callback: ['processing', 'completed', 'duplicate', 'duplicate'] }),
  onCheck('duplicate-callback', { cannot: nobodyCalls }),
  onCallback('no-secret', { ...soon, callback: [], answered: [401, 401], ends: 'expired' }),
  onCheck('no-secret', { cannot: nobodyCalls }),
  onCallback('wrong-secret', { ...soon, callback: [], answered: [401, 401], ends: 'expired' }),
  onCheck('wrong-secret', { cannot: nobodyCalls }),

  onCallback('contradiction', { bothRoads: true, everyS: 3_000, check: [] }),
  onCheck('contradiction', {
    ...{ bothRoads: true, workS: 100, check: ['processing', 'failed'], callback: ['processing', 'late'] },
    ...{ ends: 'failed', error: 'seller_failed', tells: /It failed, whatever the callback says/ },
  }),
  onCallback('wrong-mime', { result: { files: [{ mime_type: 'image/png', detected_type: 'application/pdf' }] } }),
  onCheck('wrong-mime', { result: { files: [{ mime_type: 'image/png', detected_type: 'application/pdf' }] } }),
  onCallback('bad-base64', { ...soon, callback: ['processing', 'bad_result'], ends: 'expired' }),
  onCheck('bad-base64', { ...badThrice, tells: /base64/ }),
  onCallback('http-result-url', { ...soon, callback: ['processing', 'bad_result'], ends: 'expired' }),
  onCheck('http-result-url', { ...badThrice, tells: /https/ }),
  onCallback('secret-in-error', {
    ...{ callback: ['processing', 'failed'], ends: 'failed', error: 'seller_failed', tells: /Authorization: ••••/ },
  }),
  onCheck('secret-in-error', {
    ...{ check: ['processing', 'failed'], ends: 'failed', error: 'seller_failed', tells: /Authorization: ••••/ },
  }),

  onCallback('odd-words', { ...soon, callback: ['unreadable', 'unreadable'], ends: 'expired' }),
  neverRead('odd-words', 'unreadable'),
  onCallback('progress-over-100'),
  onCheck('progress-over-100'),
  onCallback('progress-backwards'),
  onCheck('progress-backwards', { workS: 150, check: ['processing', 'processing', 'completed'] }),
  onCallback('clock-skew'),
  onCheck('clock-skew'),
  onCallback('wrong-order-id', { ...soon, callback: [], answered: [400, 400], ends: 'expired' }),
  onCheck('wrong-order-id'),
  onCallback('duplicate-keys', { ...soon, callback: [], answered: [400, 400], ends: 'expired' }),
  neverRead('duplicate-keys', 'unreadable'),
  onCallback('too-deep', { ...soon, callback: [], answered: [400, 400], ends: 'expired' }),
  neverRead('too-deep', 'unreadable'),
  onCallback('bad-charset', { ...soon, callback: [], answered: [400, 400], ends: 'expired' }),
  neverRead('bad-charset', 'unreadable'),
  onCallback('empty-body', { ...soon, callback: [], answered: [400, 400], ends: 'expired' }),
  neverRead('empty-body', 'unreadable'),

  onCallback('html-200'),
  neverRead('html-200', 'unreadable'),
  onCallback('etag-lies', { cannot: nobodyAsks }),
  onCheck('etag-lies', {
    ...{ workS: 5, everyS: 2 },
    check: ['processing', 'not_modified', 'not_modified', 'not_modified', 'not_modified', 'completed'],
  }),
  onCallback('gzip-anyway'),
  neverRead('gzip-anyway', 'unreadable'),
  onCallback('gzip-bomb'),
  neverRead('gzip-bomb', 'unreadable'),
  onCallback('huge'),
  neverRead('huge', 'too_large'),
  onCallback('flaky-5xx', { forward: ['server_error', 'accepted'] }),
  onCheck('flaky-5xx', { forward: ['server_error', 'accepted'], check: ['server_error', 'completed'] }),

  onCallback('slow', { timeouts: 'short' }),
  onCheck('slow', { timeouts: 'short' }),
  onCallback('drip', { timeouts: 'short' }),
  { ...neverRead('drip', 'timeout'), timeouts: 'short' },
  onCallback('hangs', { timeouts: 'short', forward: ['unconfirmed'] }),
  { ...neverRead('hangs', 'timeout'), timeouts: 'short', forward: ['unconfirmed'] },
];
