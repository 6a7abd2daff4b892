import type { ByteBudget } from '../domain/byte-budget.js';
import type { Clock } from '../domain/clock.js';
import { AcceptCallback } from '../orders/accept-callback.js';
import { AcceptLateResult } from '../orders/accept-late-result.js';
import { CancelOrder } from '../orders/cancel-order.js';
import { ChangeOrder, type OrderWatch } from '../orders/change-order.js';
import { CheckNow } from '../orders/check-now.js';
import { CheckOrder } from '../orders/check-order.js';
import { EraseOrder } from '../orders/erase-order.js';
import { ExpireOrders } from '../orders/expire-orders.js';
import { ForwardOrder } from '../orders/forward-order.js';
import { SellerRequests, type CallbackTokens } from '../orders/job-request.js';
import { KeepResult } from '../orders/keep-result.js';
import { LearnDurations } from '../orders/learn-durations.js';
import { LearnedTools } from '../orders/learned-tools.js';
import { MirrorResult, type MirrorLimits } from '../orders/mirror-result.js';
import type { Notify } from '../orders/notify.js';
import { OrderOutlook } from '../orders/order-outlook.js';
import { RecognisedDialect } from '../orders/recognised-dialect.js';
import { NoteRefusedCallback } from '../orders/note-refused-callback.js';
import { ReceiveOrder, type InputsCheck } from '../orders/receive-order.js';
import { RetryOrder } from '../orders/retry-order.js';
import { ScheduleChecks } from '../orders/schedule-checks.js';
import { ScheduleMirrors } from '../orders/schedule-mirrors.js';
import type { SellerTools } from '../orders/seller-tools.js';
import { SendNotification, type DeadMessages, type NotificationSigner } from '../orders/send-notification.js';
import { SettleOrder } from '../orders/settle-order.js';
import { StageFiles } from '../orders/staging.js';
import { StatusUrls } from '../orders/status-urls.js';
import { signWebhook } from '../outbound/webhook-signature.js';
import type { Settings } from '../settings/load-settings.js';
import { AttemptStore, type NewAttempt } from '../storage/attempt-store.js';
import type { Database } from '../storage/database/database.js';
import { EventStore } from '../storage/event-store.js';
import { DurationStore } from '../storage/duration-store.js';
import type { FileStore } from '../storage/files/file-store.js';
import { ForgetFiles } from '../storage/forget-files.js';
import type { NotificationStore } from '../storage/notification-store.js';
import { OrderHistoryStore } from '../storage/order-history-store.js';
import { OrderStore } from '../storage/order-store.js';
import { ResultFileStore } from '../storage/result-file-store.js';
import type { SealedBox } from '../storage/sealed-box.js';
import { UploadStore } from '../storage/upload-store.js';
import { WorkStore } from '../storage/work-store.js';
import type { WorkEngine } from '../work/work-engine.js';
import { makeUploads } from './make-uploads.js';

export interface OrdersNeeds {
  readonly settings: Settings;
  readonly publicUrl: () => string;
  readonly database: Database;
  /** Seals what sellers name for one order alone. */
  readonly box: Pick<SealedBox, 'seal' | 'open' | 'deriveKeys'>;
  readonly files: FileStore;
  readonly budget: ByteBudget;
  /** Memory for bodies that are held. */
  readonly bodies: ByteBudget;
  readonly clock: Clock;
  readonly random: () => number;
  readonly engine: WorkEngine;
  readonly notifications: NotificationStore;
  readonly notify: Notify;
  readonly tools: SellerTools;
  readonly tokens: CallbackTokens;
  readonly inputs: InputsCheck;
  readonly signer: NotificationSigner;
  readonly alerts: DeadMessages;
  /** Told of each callback once it is written down. */
  readonly tookCallback: (attempt: NewAttempt) => void;
  readonly watch: OrderWatch;
  /** Default: those of the contract. */
  readonly mirrorLimits?: MirrorLimits | undefined;
}

/** The journey of an order, step by step, put together. */
export function makeOrders(needs: OrdersNeeds) {
  const { settings, database, files, clock, random, engine, notifications, notify, tools, tokens } = needs;
  const { unit } = database;
  const orders = new OrderStore(database);
  const attempts = new AttemptStore(database);
  const events = new EventStore(database);
  const history = new OrderHistoryStore();
  const durations = new DurationStore(database);
  const minIntervalMs = settings.minCheckIntervalS * 1000;
  const learned = new LearnedTools(durations, clock, minIntervalMs);
  const work = new WorkStore(database);
  const learn = new LearnDurations(durations, work, clock, (...grown) => learned.grew(...grown));
  const change = new ChangeOrder(orders, events, notify, engine, clock, needs.watch, learn);
  const fileRows = new ResultFileStore();
  const uploads = new UploadStore(database);
  const forget = new ForgetFiles(files, fileRows, unit);
  const stage = new StageFiles({
    files,
    rows: fileRows,
    unit,
    clock,
    budget: needs.budget,
    bodies: needs.bodies,
    forget,
  });
  const results = new KeepResult(files, uploads);
  const mirrors = new ScheduleMirrors(engine, tools, needs.box, clock);
  const settle = new SettleOrder(change, history, fileRows, mirrors, clock);
  const requests = new SellerRequests(
    tools,
    (m) => signWebhook({ ...m, secrets: [...m.secrets] }),
    tokens,
    needs.publicUrl,
    clock,
  );
  const rules = { sweepCron: settings.sweepCron, minIntervalMs };
  const checks = new ScheduleChecks(engine, rules, clock, random, orders, new StatusUrls(needs.box), learned, work);
  const outlook = new OrderOutlook(tools, work, checks, learned, clock);
  const dialects = new RecognisedDialect(change, tools, clock);
  const journey = {
    orders,
    attempts,
    tools,
    requests,
    change,
    settle,
    results,
    stage,
    checks,
    dialects,
    engine,
    unit,
    clock,
    random,
  };
  return {
    ...{ learned, outlook, requests, urls: checks.urls },
    ...{ orders, attempts, events, history, change, fileRows, uploads, forget, stage },
    ...makeUploads({ ...needs, orders, uploads, fileRows, stage, forget, unit }),
    receive: new ReceiveOrder({
      ...{ orders, history, tools, requests, inputs: needs.inputs, change, engine, unit, clock },
      conformanceRequired: settings.conformanceRequired,
    }),
    callback: new AcceptCallback(journey, needs.tookCallback),
    refusedCallback: new NoteRefusedCallback({ orders, attempts, unit, clock }),
    cancel: new CancelOrder(orders, change, unit),
    retry: new RetryOrder(orders, tools, change, engine, unit, clock),
    acceptLate: new AcceptLateResult(orders, attempts, history, change, mirrors, unit),
    checkNow: new CheckNow(orders, tools, engine, checks, unit, clock),
    erase: new EraseOrder(orders, notifications, forget, engine, unit, clock),
    expire: new ExpireOrders(orders, tools, checks, change, unit, clock),
    handlers: [
      new ForwardOrder({ ...journey, timeoutMs: settings.forwardTimeoutMs }),
      new CheckOrder({ ...journey, timeoutMs: settings.checkTimeoutMs }, needs.bodies),
      new MirrorResult({ ...journey, mirrors, files: fileRows }, needs.mirrorLimits),
      new SendNotification({
        ...{ notifications, attempts, unit, engine, notify, clock, random },
        ...{ signer: needs.signer, alerts: needs.alerts },
      }),
    ],
  };
}

export type OrdersRoom = ReturnType<typeof makeOrders>;
