import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AttemptStore, type NewAttempt } from '../../src/storage/attempt-store.js';
import { BulkStore } from '../../src/storage/bulk-store.js';
import type { Database } from '../../src/storage/database/database.js';
import type { Tx } from '../../src/storage/database/unit-of-work.js';
import { DurationStore } from '../../src/storage/duration-store.js';
import { EventStore } from '../../src/storage/event-store.js';
import { AttentionStore } from '../../src/storage/attention-store.js';
import { OutageReplayStore } from '../../src/storage/outage-replay-store.js';
import { OutageStore } from '../../src/storage/outage-store.js';
import { NotificationStore } from '../../src/storage/notification-store.js';
import { FIRST_ENDED, OldCallsStore } from '../../src/storage/old-calls-store.js';
import { OldOrdersStore } from '../../src/storage/old-orders-store.js';
import { OldRowsStore } from '../../src/storage/old-rows-store.js';
import { OrderHistoryStore } from '../../src/storage/order-history-store.js';
import { OrderStore } from '../../src/storage/order-store.js';
import { CallRequestStore } from '../../src/storage/call-request-store.js';
import type { JobFilter } from '../../src/storage/job-list.js';
import { JobStore } from '../../src/storage/job-store.js';
import { PollStore } from '../../src/storage/poll-store.js';
import { OrderShareStore } from '../../src/storage/order-share-store.js';
import { OutcomeWebhookStore } from '../../src/storage/outcome-webhook-store.js';
import { setRepeated, writeRepeats } from '../../src/storage/repeated-checks.js';
import { ResultFileStore } from '../../src/storage/result-file-store.js';
import { SigningSecretStore } from '../../src/storage/signing-secret-store.js';
import { ScheduleStore } from '../../src/storage/schedule-store.js';
import { SweepStore } from '../../src/storage/sweep-store.js';
import { TokenStore } from '../../src/storage/token-store.js';
import { ToolStore } from '../../src/storage/tool-store.js';
import { UploadStore } from '../../src/storage/upload-store.js';
import { WorkClaims } from '../../src/storage/work-claims.js';
import { WorkStore } from '../../src/storage/work-store.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { onPostgres, openTestDatabase } from '../support/test-database.js';
import { fill } from './fill.js';
import { notPortable, strayParameters } from './portable-sql.js';
import { planOf, record, wholeReads, type Statement } from './recording.js';

const NOW = 1_900_000_000_000;

let folder: TempFolder;
let database: Database;

beforeAll(async () => {
  folder = makeTempFolder();
  database = await openTestDatabase(folder);
  await fill(database, { orders: 5_000, now: NOW });
});
afterAll(async () => {
  await database.close();
  folder.remove();
});

interface Stores {
  readonly tx: Tx;
  readonly work: WorkStore;
  readonly orders: OrderStore;
  readonly attempts: AttemptStore;
  readonly events: EventStore;
  readonly notifications: NotificationStore;
  readonly bulks: BulkStore;
  readonly history: OrderHistoryStore;
  readonly tokens: TokenStore;
  readonly tools: ToolStore;
  readonly sweeps: SweepStore;
  readonly uploads: UploadStore;
  readonly files: ResultFileStore;
  readonly claims: WorkClaims;
  readonly polls: PollStore;
  readonly jobs: JobStore;
  readonly callRequests: CallRequestStore;
  readonly pollWebhooks: OutcomeWebhookStore;
  readonly durations: DurationStore;
  readonly signing: SigningSecretStore;
  readonly oldRows: OldRowsStore;
  readonly oldCalls: OldCallsStore;
  readonly oldOrders: OldOrdersStore;
  readonly schedules: ScheduleStore;
  readonly outages: OutageStore;
  readonly replays: OutageReplayStore;
  readonly attention: AttentionStore;
  readonly shares: OrderShareStore;
}

interface HotQuery {
  readonly asks: string;
  readonly act: (stores: Stores) => Promise<unknown>;
  /** The indexes used, in the order of the plan; `pk(x)` is that of the primary key of table x. */
  readonly by: readonly string[];
  /** Walks the index from one end in the order of the answer, and stops at the limit. */
  readonly walks?: true;
}

const pk = (table: string) => `sqlite_autoindex_${table}_1`;
const held = { work_id: 'wrk_1', kind: 'check', attempt: 0, taken: 1 };
const changed = { state: 'delivered', tries: 1, next_at: NOW, done_at: NOW, last_error: null };

const work: HotQuery[] = [
  { asks: 'what is due', act: (s) => s.claims.takeDue(s.tx, NOW, 500, []), by: [pk('work'), 'work_due'] },
  {
    asks: 'what is due, with lanes that are full',
    act: (s) => s.claims.takeDue(s.tx, NOW, 500, ['tool:tool1', 'tool:tool2']),
    by: [pk('work'), 'work_due'],
  },
  {
    asks: 'what of a lane was set aside',
    act: (s) => s.claims.takeSetAside(s.tx, 'tool:tool1', 500),
    by: [pk('work'), 'work_overflow'],
  },
  {
    asks: 'for news out of turn',
    act: (s) => s.claims.takeThese(s.tx, NOW, [{ kind: 'check', subject: 'ord_1' }], []),
    by: ['work_subject'],
  },
  { asks: 'when something is due next', act: (s) => s.claims.nextDueAt(), by: ['work_due'], walks: true },
  {
    asks: 'for another run',
    act: (s) => s.work.reschedule(s.tx, held, { dueAt: NOW, state: '{}' }),
    by: [pk('work')],
  },
  {
    asks: 'to run again with others',
    act: (s) => s.work.reschedule(s.tx, held, { dueAt: NOW, state: '{}', group: { group_limit: 100, origin: 'a' } }),
    by: [pk('work')],
  },
  { asks: 'for no more runs', act: (s) => s.work.finish(s.tx, held), by: [pk('work')] },
  { asks: 'for a subject’s work', act: (s) => s.work.find('check', 'ord_1'), by: ['work_subject'] },
  { asks: 'to cancel', act: (s) => s.work.cancel(s.tx, 'ord_1', ['check']), by: ['work_subject'] },
  { asks: 'to move', act: (s) => s.work.moveTo(s.tx, 'check', 'ord_1', NOW), by: ['work_subject'] },
  { asks: 'to put off', act: (s) => s.work.putOff(s.tx, held, NOW), by: [pk('work')] },
  { asks: 'to release', act: (s) => s.claims.giveBack(s.tx, [held]), by: [pk('work')] },
  {
    asks: 'to retarget a lane',
    act: (s) => s.work.retarget(s.tx, 'tool:tool1', 5, { check: 'https://b.test' }, 100),
    by: ['work_lane', 'work_lane', 'work_lane'],
  },
  { asks: 'to unpark a lane', act: (s) => s.work.unpark(s.tx, 'tool:tool1', NOW), by: ['work_lane'] },
];

const orders: HotQuery[] = [
  { asks: 'for an order', act: (s) => s.orders.find('ord_10'), by: [pk('orders'), 'work_subject'] },
  { asks: 'for an order in a unit', act: (s) => s.orders.get(s.tx, 'ord_10'), by: [pk('orders'), 'work_subject'] },
  {
    asks: 'to change an order',
    act: (s) => s.orders.change(s.tx, 'ord_10', 3, { status: 'completed', completed_at: NOW }, NOW),
    by: [pk('orders')],
  },
  { asks: 'to count an attempt', act: (s) => s.orders.countAttempt(s.tx, 'ord_10', 1), by: [pk('orders')] },
  { asks: 'to note a word', act: (s) => s.orders.noteHeard(s.tx, 'ord_10', 1), by: [pk('orders')] },
  {
    asks: 'what is past its deadline',
    act: (s) => s.orders.pastDeadline(NOW, 100),
    by: ['orders_open_deadline', 'work_subject'],
  },
];

const history: HotQuery[] = [
  {
    asks: 'for an order’s attempts',
    act: (s) => s.attempts.ofOrder('ord_10', 50, null),
    by: ['attempts_order', 'work_subject'],
  },
  {
    asks: 'for more of an order’s attempts',
    act: (s) => s.attempts.ofOrder('ord_10', 50, 'att_000000021'),
    by: ['attempts_order', 'work_subject'],
  },
  { asks: 'for an attempt', act: (s) => s.attempts.find('att_000000001'), by: [pk('attempts')] },
  { asks: 'for an order’s events', act: (s) => s.events.after('', 'ord_10', 50), by: ['order_events_order'] },
  { asks: 'for all events after one', act: (s) => s.events.after('evt_1', null, 50), by: [pk('order_events')] },
  { asks: 'for the newest event', act: (s) => s.events.newestId(), by: [pk('order_events')], walks: true },
  { asks: 'which events there are', act: (s) => s.events.placesAfter('evt_1', 50), by: [pk('order_events')] },
  { asks: 'for an event', act: (s) => s.events.find('evt_000000001'), by: [pk('order_events')] },
  { asks: 'to take an order', act: (s) => s.orders.hold(s.tx, 'ord_1'), by: [pk('orders')] },
  { asks: 'whose key this is', act: (s) => s.history.orderOfKey(s.tx, 'key_1'), by: [pk('intake_keys')] },
  {
    asks: 'whether a body ended an earlier run',
    act: (s) => s.history.endedEarlierRun(s.tx, 'ord_1', 2, 'hash', 'said'),
    by: [pk('run_endings')],
  },
  { asks: 'for an equal late result', act: (s) => s.history.equalLate(s.tx, 'ord_1', 'h'), by: ['late_results_order'] },
  { asks: 'for a late result', act: (s) => s.history.lateResult(s.tx, 'ord_1', 'att_1'), by: [pk('late_results')] },
];

const stream = 'marketplace/order/ord_50';
const messages: HotQuery[] = [
  { asks: 'for a stream’s head', act: (s) => s.notifications.head(s.tx, stream), by: ['notifications_pending'] },
  {
    asks: 'for its last message',
    act: (s) => s.notifications.lastPending(s.tx, stream),
    by: ['notifications_pending'],
  },
  { asks: 'to take its work', act: (s) => s.notifications.holdWork(s.tx, stream), by: ['work_subject'] },
  { asks: 'for a committed head', act: (s) => s.notifications.peekHead(stream), by: ['notifications_pending'] },
  {
    asks: 'to drop what is pending',
    act: (s) => s.notifications.dropPending(s.tx, stream, 'order.progress'),
    by: ['notifications_pending'],
  },
  { asks: 'for an action on many orders', act: (s) => s.bulks.find('blk_1'), by: [pk('bulks')] },
  { asks: 'for a seller’s actions', act: (s) => s.bulks.list('sel_1', 20, 'blk_9'), by: ['bulks_owner'] },
  { asks: 'for everybody’s actions', act: (s) => s.bulks.list(null, 20, 'blk_9'), by: [pk('bulks')] },
  { asks: 'for an action by its key', act: (s) => s.bulks.byKey(s.tx, 'sel_1', 'key'), by: ['bulks_key'] },
  { asks: 'how many actions run', act: (s) => s.bulks.running(s.tx, 'sel_1', 'own'), by: ['bulks_running'] },
  { asks: 'for a message', act: (s) => s.notifications.find('ntf_1'), by: [pk('notifications')] },
  { asks: 'to mark a message', act: (s) => s.notifications.update(s.tx, 'ntf_1', changed), by: [pk('notifications')] },
  { asks: 'for all messages', act: (s) => s.notifications.list(null, 50, null), by: [pk('notifications')] },
  { asks: 'for dead messages', act: (s) => s.notifications.list('dead', 50, null), by: ['notifications_state'] },
  {
    asks: 'to erase an order’s messages',
    act: (s) => s.notifications.erase(s.tx, 'ord_50'),
    by: ['notifications_order', 'notifications_order'],
  },
];

const doors: HotQuery[] = [
  { asks: 'whose token this is', act: (s) => s.tokens.findByHash('hash1'), by: ['tokens_hash'] },
  { asks: 'for a tool', act: (s) => s.tools.find('tool1'), by: [pk('tools')] },
  { asks: 'for a living tool in a unit', act: (s) => s.tools.findIn(s.tx, 'tool1'), by: [pk('tools')] },
  {
    asks: 'whose callback secret this is',
    act: (s) => s.tools.findByCallbackSecret('callback1', NOW),
    by: ['tools_callback_secret'],
  },
  {
    asks: 'whose old callback secret this is',
    act: (s) => s.tools.findByCallbackSecret('old7', NOW),
    by: ['tools_callback_secret', 'tools_old_callback_secret'],
  },
  { asks: 'for open orders of a tool', act: (s) => s.tools.hasOpenOrders(s.tx, 'tool1'), by: ['orders_open_tool'] },
  { asks: 'for the sweep of a tick', act: (s) => s.sweeps.ofTick(s.tx, NOW), by: ['sweeps_tick'] },
  { asks: 'for past sweeps', act: (s) => s.sweeps.list(50, null), by: [pk('sweeps')] },
  {
    asks: 'to add up a sweep',
    act: (s) =>
      s.sweeps.add(s.tx, 'swp_1', { checked: 1, changed: 0, failed: 0, lateness_ms: 0, last_checked_at: NOW }),
    by: [pk('sweeps')],
  },
];

const uploaded = { key: 'k', sha256: 's', detectedType: 'text/plain' };
const uploads: HotQuery[] = [
  { asks: 'for an upload', act: (s) => s.uploads.find('orders/1/a'), by: [pk('uploads')] },
  { asks: 'how many uploads an order has', act: (s) => s.uploads.countOpen(s.tx, 'ord_1', NOW), by: ['uploads_order'] },
  {
    asks: 'how many uploads of a tool are under way',
    act: (s) => s.uploads.countUnderWay(s.tx, 'tool1', NOW),
    by: ['uploads_claimed'],
  },
  { asks: 'to claim an upload', act: (s) => s.uploads.claim(s.tx, 'orders/1/a', NOW, NOW + 1), by: [pk('uploads')] },
  { asks: 'to end an upload', act: (s) => s.uploads.finish(s.tx, 'orders/1/a', NOW, uploaded), by: [pk('uploads')] },
  {
    asks: 'to drop what never came',
    act: (s) => s.uploads.dropUnused(s.tx, NOW, 100),
    by: [pk('uploads'), 'uploads_unused'],
  },
  {
    asks: 'to drop what lost its file',
    act: (s) => s.uploads.dropDoomed(s.tx),
    by: ['uploads_file', 'result_files_unnamed'],
    walks: true,
  },
  {
    asks: 'which files nothing names',
    act: (s) => s.files.doomForgotten(s.tx, NOW, NOW, 100),
    by: [pk('result_files'), 'result_files_unnamed', pk('orders')],
  },
  { asks: 'which files are doomed', act: (s) => s.files.doomed(s.tx, 100), by: ['result_files_unnamed'], walks: true },
  { asks: 'to doom the files of an order', act: (s) => s.files.doomOrder(s.tx, 'ord_1'), by: ['result_files_order'] },
];

const wholePoll = [pk('polls'), pk('poll_requests'), 'work_subject'];
const delivered = { state: 'delivered', tries: 1, done_at: NOW, last_error: null } as const;
const polls: HotQuery[] = [
  { asks: 'for a poll', act: (s) => s.polls.find('pol_000000010'), by: wholePoll },
  { asks: 'for a poll in a unit', act: (s) => s.polls.get(s.tx, 'pol_000000010'), by: wholePoll },
  {
    asks: 'for the poll of a key',
    act: (s) => s.polls.ofKey(s.tx, 'sel_1', 'key_51'),
    by: ['polls_key', pk('poll_requests'), 'work_subject'],
  },
  { asks: 'for the body of a request', act: (s) => s.polls.bodyOf('pol_000000010'), by: [pk('poll_requests')] },
  { asks: 'for all polls', act: (s) => s.polls.list(null, 50, null), by: wholePoll },
  {
    asks: 'for the polls of an owner',
    act: (s) => s.polls.list('sel_1', 50, null),
    by: ['polls_owner', pk('poll_requests'), 'work_subject'],
  },
  { asks: 'how many are open', act: (s) => s.polls.countOpen(s.tx, 'sel_0'), by: ['polls_open_owner'] },
  { asks: 'which are open', act: (s) => s.polls.openOf(s.tx, 'sel_0'), by: ['polls_open_owner'] },
  { asks: 'whose time is over', act: (s) => s.polls.pastDeadline(NOW, 100), by: ['polls_open_deadline'] },
  {
    asks: 'to count an attempt of a poll',
    act: (s) => s.polls.noteAttempt(s.tx, 'pol_000000010', null),
    by: [pk('polls')],
  },
  {
    asks: 'to end a poll',
    act: (s) =>
      s.polls.end(s.tx, 'pol_000000010', {
        status: 'completed',
        response: null,
        error: null,
        ended_at: NOW,
        sealed: '',
      }),
    by: [pk('polls'), pk('poll_requests')],
  },
  { asks: 'for the message of a poll', act: (s) => s.pollWebhooks.find('pol_1'), by: [pk('outcome_webhooks')] },
  {
    asks: 'to mark the message of a poll',
    act: (s) => s.pollWebhooks.update(s.tx, 'pol_1', delivered),
    by: [pk('outcome_webhooks')],
  },
  { asks: 'for the attempts of a poll', act: (s) => s.attempts.ofPoll('pol_1', 50, null), by: ['attempts_poll'] },
];

const ofOwner = { owner: 'sel_1', sealed: '', previous: null, previous_until: null, rotated_at: NOW };
const signing: HotQuery[] = [
  { asks: 'for a signing secret', act: (s) => s.signing.find('sel_1'), by: [pk('signing_secrets')] },
  { asks: 'to take a signing secret', act: (s) => s.signing.hold(s.tx, 'sel_1'), by: [pk('signing_secrets')] },
  { asks: 'to write a signing secret', act: (s) => s.signing.update(s.tx, ofOwner), by: [pk('signing_secrets')] },
  { asks: 'to forget a signing secret', act: (s) => s.signing.drop(s.tx, 'sel_1'), by: [pk('signing_secrets')] },
];

const wholeSchedule = [pk('schedules'), pk('call_requests'), 'work_subject'];
const schedules: HotQuery[] = [
  { asks: 'for a schedule', act: (s) => s.schedules.find('sch_1'), by: wholeSchedule },
  { asks: 'for a schedule in a unit', act: (s) => s.schedules.get(s.tx, 'sch_1'), by: wholeSchedule },
  { asks: 'for all schedules', act: (s) => s.schedules.list(null, 50, null), by: wholeSchedule, walks: true },
  {
    asks: 'for the schedules of an owner',
    act: (s) => s.schedules.list('sel_1', 50, null),
    by: ['schedules_owner', pk('call_requests'), 'work_subject'],
    walks: true,
  },
  { asks: 'how many there are', act: (s) => s.schedules.count(s.tx, 'sel_1'), by: ['schedules_owner'] },
  { asks: 'which there are', act: (s) => s.schedules.ofOwner(s.tx, 'sel_1'), by: ['schedules_owner'] },
  { asks: 'to pause one', act: (s) => s.schedules.setPaused(s.tx, 'sch_1', true, NOW), by: [pk('schedules')] },
  {
    asks: 'to note a tick',
    act: (s) => s.schedules.noteTick(s.tx, 'sch_1', 'last_run_at', NOW),
    by: [pk('schedules')],
  },
  { asks: 'to remove one', act: (s) => s.schedules.remove(s.tx, 'sch_1'), by: [pk('schedules')] },
  { asks: 'which ticks are laid down', act: (s) => s.schedules.ticks(200, ''), by: ['work_subject', pk('schedules')] },
  {
    asks: 'which ticks were missed',
    act: (s) => s.schedules.missedTicks(NOW, 200, ''),
    by: ['work_subject', pk('schedules')],
  },
  { asks: 'to keep what is due', act: (s) => s.schedules.markDue(s.tx, NOW, 'all'), by: ['work_subject'] },
  { asks: 'to move a tick', act: (s) => s.schedules.moveTick(s.tx, 'sch_1', 1, 2), by: ['work_subject'] },
];

const learned = { short_id: 'tool1', class: '', sketch: '{}', samples: 1, updated_at: NOW };
const durations: HotQuery[] = [
  { asks: 'what was learned', act: (s) => s.durations.find('tool1', ''), by: [pk('tool_durations')] },
  { asks: 'to take a sketch', act: (s) => s.durations.hold(s.tx, 'tool1', ''), by: [pk('tool_durations')] },
  { asks: 'to write a sketch', act: (s) => s.durations.write(s.tx, learned), by: [pk('tool_durations')] },
  {
    asks: 'which classes there are',
    act: (s) => s.durations.classesOf(s.tx, 'tool1'),
    by: [pk('tool_durations')],
  },
  {
    asks: 'to forget a class',
    act: (s) => s.durations.forgetClass(s.tx, 'tool1', 'abc:d'),
    by: [pk('tool_durations')],
  },
  {
    asks: 'to forget the classes of another key',
    act: (s) => s.durations.forgetOtherClasses(s.tx, 'tool1', 'abc:'),
    by: [pk('tool_durations')],
  },
  { asks: 'to forget a tool', act: (s) => s.durations.forget(s.tx, 'tool1'), by: [pk('tool_durations')] },
  { asks: 'what a check remembers', act: (s) => s.work.stateOf(s.tx, 'check', 'ord_1'), by: ['work_subject'] },
];

const aJob = 'job_000000011';
const wholeJob = [pk('jobs'), pk('call_requests'), 'work_subject'];
const tried = { attempts: 1, status_code: 500, last_error: 'It failed.', updated_at: NOW };
const ofJobs = (s: Stores, filter: JobFilter, below: string | null = null) => s.jobs.list(filter, 50, below);
const everything = { status: 'failed', q: 'a_b', method: 'POST', after: 1, before: NOW };

const jobs: HotQuery[] = [
  { asks: 'for a job', act: (s) => s.jobs.find(aJob), by: [pk('jobs')] },
  { asks: 'for a job in a unit', act: (s) => s.jobs.get(s.tx, aJob), by: [pk('jobs')] },
  { asks: 'for a whole job', act: (s) => s.jobs.read(aJob), by: wholeJob },
  {
    asks: 'for the job of a key',
    act: (s) => s.jobs.readByKey('sel_1', 'key_51'),
    by: ['jobs_key', pk('call_requests'), 'work_subject'],
  },
  {
    asks: 'for the job of a key in a unit',
    act: (s) => s.jobs.ofKey(s.tx, 'sel_1', 'key_51'),
    by: ['jobs_key', pk('call_requests'), 'work_subject'],
  },
  { asks: 'for all jobs', act: (s) => ofJobs(s, {}), by: wholeJob, walks: true },
  {
    asks: 'for failed jobs',
    act: (s) => ofJobs(s, { status: 'failed' }),
    by: ['jobs_status', pk('call_requests'), 'work_subject'],
    walks: true,
  },
  // Where not all that is walked fits, the end of a window comes first.
  { asks: 'for jobs by text', act: (s) => ofJobs(s, { q: 'a_b' }, aJob), by: [pk('jobs'), ...wholeJob], walks: true },
  {
    asks: 'for jobs that succeeded',
    act: (s) => ofJobs(s, { status: 'success' }, aJob),
    by: [pk('jobs'), ...wholeJob],
    walks: true,
  },
  {
    asks: 'for jobs by everything but their owner',
    act: (s) => ofJobs(s, everything, aJob),
    by: ['jobs_status', 'jobs_status', pk('call_requests'), 'work_subject'],
    walks: true,
  },
  ...[{}, everything].map((more, i) => ({
    asks: `for the jobs of an owner (${i})`,
    act: (s: Stores) => ofJobs(s, { owner: 'sel_1', ...more }, aJob),
    by: [...Array<string>(i + 1).fill('jobs_owner'), pk('call_requests'), 'work_subject'],
    walks: true as const,
  })),
  ...[{}, { owner: 'sel_1', ...everything }].map((more, i) => ({
    asks: `for the jobs of a schedule (${i})`,
    act: (s: Stores) => ofJobs(s, { scheduleId: 'sch_2', ...more }),
    by: [...Array<string>(i + 1).fill('jobs_schedule'), pk('call_requests'), 'work_subject'],
    walks: true as const,
  })),
  { asks: 'how many are open', act: (s) => s.jobs.countOpen(s.tx, 'sel_0'), by: ['jobs_open_owner'] },
  { asks: 'which are open', act: (s) => s.jobs.openOf(s.tx, 'sel_0'), by: ['jobs_open_owner'] },
  { asks: 'whether a schedule has an open one', act: (s) => s.jobs.hasOpen(s.tx, 'sch_2'), by: ['jobs_open_schedule'] },
  { asks: 'whether a tick has its job', act: (s) => s.jobs.hasTick(s.tx, 'sch_2', NOW), by: ['jobs_tick'] },
  { asks: 'to free a key', act: (s) => s.jobs.freeKey(s.tx, aJob), by: [pk('jobs')] },
  { asks: 'to start a job', act: (s) => s.jobs.start(s.tx, aJob, NOW), by: [pk('jobs')] },
  { asks: 'to start a job again', act: (s) => s.jobs.startAgain(s.tx, aJob, NOW), by: [pk('jobs')] },
  { asks: 'to let a job wait for a further try', act: (s) => s.jobs.goOn(s.tx, aJob, tried), by: [pk('jobs')] },
  { asks: 'to end a job', act: (s) => s.jobs.end(s.tx, aJob, 'running', 'failed', tried), by: [pk('jobs')] },
  { asks: 'for what a job calls', act: (s) => s.callRequests.get(s.tx, aJob), by: [pk('call_requests')] },
  { asks: 'for the attempts of a job', act: (s) => s.attempts.ofJob(aJob, 50, null), by: ['attempts_job'] },
  { asks: 'for the calls of a job', act: (s) => s.attempts.callsOfJob(aJob, 50, null), by: ['attempts_job'] },
];

const attempt: NewAttempt = {
  ...{ attempt_id: 'att_x', kind: 'check', order_id: 'ord_10', notification_id: null, short_id: 'tool1', run: 1 },
  ...{ attempt_num: 1, started_at: NOW, duration_ms: 1, method: 'GET', url: '', status_code: 200, error: null },
  ...{ outcome: 'processing', request_id: null, response_excerpt: null },
};
const equal = { mark: 'm', at: NOW };
const repeats: HotQuery[] = [
  {
    asks: 'to run again after an equal check',
    act: (s) => s.work.reschedule(s.tx, held, { dueAt: NOW, state: '{}', repeats: equal }),
    by: [pk('work')],
  },
  {
    asks: 'to add a check that others may equal',
    act: (s) => s.attempts.add(s.tx, attempt, 'm'),
    by: ['work_subject', pk('orders'), pk('orders'), 'work_subject'],
  },
  {
    asks: 'to add an answer that missed its order',
    act: async (s) => {
      await setRepeated(s.tx, 'ord_10', 'att_000000020', 'm');
      await s.attempts.addMiss(s.tx, { ...attempt, order_id: 'ord_10' });
    },
    by: ['work_subject', 'work_subject', 'attempts_order'],
  },
  {
    asks: 'to write down what the row of work has counted',
    act: (s) => writeRepeats(s.tx, { subject: 'ord_1', repeat_of: 'att_000000001', repeats: 2, repeated_at: NOW }),
    by: [pk('attempts'), pk('orders')],
  },
  {
    asks: 'to add a request of a poll',
    act: (s) => s.attempts.addOfPoll(s.tx, { ...attempt, kind: 'poll', order_id: null, poll_id: 'pol_1' }, 'att_1'),
    by: [pk('attempts'), pk('orders'), pk('orders')],
  },
];

const LATER = NOW + 1_000_000_000;
const ages = { ended: LATER, keyed: LATER };
const ownedBy = [pk('orders'), pk('late_results')];
const retention: HotQuery[] = [
  {
    asks: 'for old attempts',
    act: (s) => s.oldRows.step('attempts', LATER, 'att_000000100', 500),
    by: [pk('attempts'), pk('attempts'), pk('attempts'), ...ownedBy],
  },
  {
    asks: 'for old events',
    act: (s) => s.oldRows.step('events', LATER, 'evt_000000100', 500),
    by: [pk('order_events'), pk('order_events'), pk('order_events'), pk('orders')],
  },
  {
    asks: 'for old messages',
    act: (s) => s.oldRows.step('notifications', LATER, 'ntf_000000100', 500),
    by: ['notifications_state', pk('notifications'), 'notifications_state'],
  },
  {
    asks: 'for old sweeps',
    act: (s) => s.oldRows.step('sweeps', LATER * 2, 'swp_000000100', 500),
    by: [pk('sweeps'), pk('sweeps'), pk('sweeps')],
  },
  {
    asks: 'for old polls',
    act: (s) => s.oldCalls.step('polls', ages, FIRST_ENDED, 5),
    by: [
      ...['polls_ended', pk('outcome_webhooks')],
      ...[pk('attempts'), 'attempts_poll', pk('polls'), pk('outcome_webhooks'), pk('poll_requests')],
    ],
  },
  {
    asks: 'for old jobs',
    act: (s) => s.oldCalls.step('jobs', ages, FIRST_ENDED, 5),
    by: [
      ...['jobs_ended', pk('outcome_webhooks')],
      ...[pk('attempts'), 'attempts_job', pk('jobs'), pk('outcome_webhooks')],
      ...[pk('call_requests'), pk('call_requests'), 'jobs_request', 'schedules_request'],
    ],
  },
  { asks: 'to take what a job calls', act: (s) => s.callRequests.hold(s.tx, 'sch_1'), by: [pk('call_requests')] },
  { asks: 'to keep a tool', act: (s) => s.tools.keep(s.tx, 'tool1'), by: [pk('tools')] },
  { asks: 'which polls have ended', act: (s) => s.polls.endedSince(NOW - 50, 50), by: ['polls_ended'] },
  { asks: 'for the newest sweep', act: (s) => s.sweeps.newest(), by: [pk('sweeps')], walks: true },
  {
    asks: 'for the next order to erase',
    act: (s) => s.oldOrders.nextToErase(LATER, FIRST_ENDED),
    by: ['orders_kept', 'notifications_order'],
  },
];

const place = { seller_id: 'sel_0', short_id: 'tool0', origin: 'https://a.test' };
const OUTAGE = 'out_000000010';
const outages: HotQuery[] = [
  { asks: 'what lasts', act: (s) => s.outages.allOpen(), by: ['outages_open'], walks: true },
  { asks: 'to begin one', act: (s) => s.outages.open(s.tx, place, NOW), by: ['outages_open'] },
  { asks: 'what lasts of a seller', act: (s) => s.outages.openOf(s.tx, 'sel_0'), by: ['outages_seller'] },
  {
    asks: 'to hold orders up',
    act: (s) => s.outages.hold(s.tx, OUTAGE, [{ order_id: 'ord_1', run: 1, kind: 'check' }], NOW),
    by: [],
  },
  {
    asks: 'to count a call',
    act: (s) => s.outages.count(s.tx, OUTAGE, { forwards: 1, checks: 0 }, ''),
    by: [pk('outages')],
  },
  { asks: 'to count a callback', act: (s) => s.outages.countCallback(s.tx, OUTAGE), by: [pk('outages')] },
  { asks: 'to end one', act: (s) => s.outages.end(s.tx, OUTAGE, NOW), by: [pk('outages')] },
  { asks: 'for one', act: (s) => s.outages.find(OUTAGE), by: [pk('outages'), pk('outage_orders')] },
  { asks: 'for one in a unit', act: (s) => s.outages.get(s.tx, OUTAGE), by: [pk('outages')] },
  {
    asks: 'for all',
    act: (s) => s.outages.list({ sellerId: null, shortId: null }, 50, null),
    by: [pk('outages'), pk('outage_orders')],
    walks: true,
  },
  {
    asks: 'for those of a seller',
    act: (s) => s.outages.list({ sellerId: 'sel_1', shortId: null }, 50, OUTAGE),
    by: ['outages_seller', pk('outage_orders')],
  },
  {
    asks: 'what is to be made good',
    act: (s) => s.replays.held(OUTAGE, '', 100),
    by: [pk('outage_orders'), pk('orders'), pk('tools'), 'attempts_order'],
  },
  {
    asks: 'for one order of it',
    act: (s) => s.replays.get(s.tx, OUTAGE, 'ord_10'),
    by: [pk('outage_orders'), pk('orders'), pk('tools'), 'attempts_order'],
  },
  {
    asks: 'what its orders were given',
    act: (s) => s.replays.given(OUTAGE, 'ord_1', 'ord_2'),
    by: ['outage_orders_order', pk('outage_orders'), pk('outages')],
  },
  {
    asks: 'what an order was given',
    act: (s) => s.replays.givenTo(s.tx, 'ord_1'),
    by: ['outage_orders_order', pk('outages')],
  },
  {
    asks: 'to make an order good',
    act: (s) => s.replays.mend(s.tx, OUTAGE, 'ord_10', true, NOW),
    by: [pk('outage_orders')],
  },
  { asks: 'to begin a replay', act: (s) => s.replays.begin(s.tx, OUTAGE, '{}'), by: [pk('outages')] },
  { asks: 'to finish a replay', act: (s) => s.replays.finish(s.tx, OUTAGE, '{}', NOW), by: [pk('outages')] },
  {
    asks: 'which are not made good',
    act: (s) => s.replays.unmended(NOW - 500, null, 100),
    by: ['outages_open', 'outages_ended'],
    walks: true,
  },
];

const heldUp = ['outage_orders_order', pk('outages')];
const unstarted = ['orders_status', ...heldUp, pk('tools')];
const attention: HotQuery[] = [
  {
    asks: 'what failed',
    act: (s) => s.attention.failed(NOW - 1_000, null),
    by: ['orders_failed', ...heldUp],
    walks: true,
  },
  {
    asks: 'what expired',
    act: (s) => s.attention.expired(NOW - 1_000, null),
    by: ['orders_status', ...heldUp],
    walks: true,
  },
  {
    asks: 'what is near its deadline',
    act: (s) => s.attention.nearDeadline(0, NOW, null),
    by: ['orders_open_deadline', ...heldUp],
    walks: true,
  },
  {
    asks: 'what was not started',
    act: (s) => s.attention.notStarted(0, NOW, null),
    by: [...unstarted, ...unstarted],
    walks: true,
  },
  { asks: 'which tools are busy', act: (s) => s.attention.busyTools(null), by: ['orders_begun'], walks: true },
  {
    asks: 'what takes long',
    act: (s) => s.attention.longAt(0, 'tool0', NOW),
    by: ['orders_begun', ...heldUp],
  },
  {
    asks: 'what is not read',
    act: (s) => s.attention.unfit(0, null),
    by: ['attempts_unfit', 'attempts_order', pk('orders'), ...heldUp],
    walks: true,
  },
  { asks: 'which tools are paused', act: (s) => s.attention.pausedTools(null), by: ['tools_paused'], walks: true },
  { asks: 'what waits for a tool', act: (s) => s.attention.toBeSent('tool0'), by: ['work_lane'] },
  { asks: 'which messages are dead', act: (s) => s.attention.deadMessages(), by: ['notifications_state'] },
  {
    asks: 'what is in quarantine',
    act: (s) => s.attention.quarantined(null),
    by: ['work_quarantined', pk('orders')],
    walks: true,
  },
];
const shares: HotQuery[] = [
  {
    asks: 'whether a share of an order counts',
    act: (s) => s.shares.find('ord_10'),
    by: [pk('orders'), pk('order_shares'), pk('tools')],
  },
  { asks: 'for what a share must name', act: (s) => s.shares.generation(s.tx, 'ord_10'), by: [pk('order_shares')] },
];

class Undone extends Error {}

/** Runs the query for real on the filled tables, undoes it, and tells the statements it was made of. */
async function statementsOf(query: HotQuery): Promise<Statement[]> {
  const recording = record(database);
  const db = recording.database;
  const undone = db.unit.run(async (tx) => {
    await query.act({
      schedules: new ScheduleStore(db),
      ...{ outages: new OutageStore(db), replays: new OutageReplayStore(db), attention: new AttentionStore(db) },
      shares: new OrderShareStore(db),
      ...{
        tx,
        work: new WorkStore(db),
        claims: new WorkClaims(db),
        orders: new OrderStore(db),
        attempts: new AttemptStore(db),
      },
      ...{ events: new EventStore(db), notifications: new NotificationStore(db), history: new OrderHistoryStore() },
      ...{ tokens: new TokenStore(db), tools: new ToolStore(db), sweeps: new SweepStore(db) },
      ...{ uploads: new UploadStore(db), files: new ResultFileStore(), durations: new DurationStore(db) },
      ...{ polls: new PollStore(db), pollWebhooks: new OutcomeWebhookStore(db) },
      ...{ signing: new SigningSecretStore(db), bulks: new BulkStore(db) },
      ...{ jobs: new JobStore(db), callRequests: new CallRequestStore(db) },
      ...{ oldRows: new OldRowsStore(db), oldCalls: new OldCallsStore(db), oldOrders: new OldOrdersStore(db) },
      ...{ jobs: new JobStore(db), callRequests: new CallRequestStore(db) },
    });
    throw new Undone();
  });
  await expect(undone).rejects.toBeInstanceOf(Undone);
  expect(recording.statements).not.toEqual([]);
  return recording.statements;
}

async function check(query: HotQuery): Promise<void> {
  const statements = await statementsOf(query);
  const plan = (await Promise.all(statements.map((statement) => planOf(database, statement)))).flat();
  if (onPostgres) return expect({ plan, whole: wholeReads(plan) }).toEqual({ plan, whole: [] });
  const used = plan.flatMap((step) => / USING (?:COVERING )?INDEX (\w+)/.exec(step)?.[1] ?? []);
  expect({ plan, used }).toEqual({ plan, used: query.by });
  for (const step of plan) {
    if (!query.walks) expect(step).not.toMatch(/^SCAN/);
    // Sorting, or an index made for this one statement: both read everything first.
    expect(step).not.toMatch(/TEMP B-TREE|AUTOMATIC/);
  }
}

const all = {
  work,
  orders,
  history,
  messages,
  doors,
  uploads,
  polls,
  jobs,
  schedules,
  durations,
  signing,
  repeats,
  outages,
  attention,
  retention,
  shares,
};

describe.each(Object.entries(all))('every hot query of %s uses its index', (_, queries) => {
  it.each(queries.map((query) => [query.asks, query] as const))('when it asks %s', (_asks, query) => check(query));
});

it('hot queries are written so that Postgres takes them too', async () => {
  for (const query of Object.values(all).flat())
    for (const { sql, params } of await statementsOf(query))
      expect({ sql, stray: [...notPortable(sql), ...strayParameters(sql, params)] }).toEqual({ sql, stray: [] });
});

it('the same indexes are used once somebody has analysed the tables', async () => {
  await database.writer.query('ANALYZE');
  const analysed = await openTestDatabase(folder);
  await database.close();
  database = analysed;
  for (const query of Object.values(all).flat()) await check(query);
});
