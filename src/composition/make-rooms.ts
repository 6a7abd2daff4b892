import { newCallbackSecret, newSigningSecret } from '../accounts/token-text.js';
import { makeAccounts } from '../accounts/accounts-parts.js';
import type { DiskSpace } from '../domain/alert.js';
import { ByteBudget } from '../domain/byte-budget.js';
import type { Clock } from '../domain/clock.js';
import { CallbackTokenBook } from '../orders/callback-tokens.js';
import type { OrderWatch } from '../orders/change-order.js';
import { InputsSchemas } from '../orders/inputs-schema.js';
import { Notify } from '../orders/notify.js';
import { OrderFeed } from '../orders/order-feed.js';
import { OrderViews } from '../orders/order-view.js';
import type { MirrorLimits } from '../orders/mirror-result.js';
import type { SharedQueue } from '../work/distributed/distributed-engine.js';
import type { NotificationSigner } from '../orders/send-notification.js';
import { signWebhook } from '../outbound/webhook-signature.js';
import { makeSellers } from '../sellers/sellers-parts.js';
import type { OwnWork } from '../sellers/sellers.js';
import type { ToolReader } from '../sellers/tool-reader.js';
import type { Settings } from '../settings/load-settings.js';
import { EventStore } from '../storage/event-store.js';
import { NotificationStore } from '../storage/notification-store.js';
import type { LogEvents } from '../telemetry/log-events.js';
import { Metrics } from '../telemetry/metrics.js';
import { diskSpace } from '../upkeep/alerts/disk-space.js';
import type { Tracing } from '../telemetry/tracing/tracing.js';
import type { Door } from '../work/tries.js';
import { countFileBytes, countUnits } from './counted.js';
import { makeBulks } from './make-bulks.js';
import { makeAlerts, watchedDisks } from './make-alerts.js';
import { makeConformance } from './make-conformance.js';
import { makeCronSchedules } from './make-cron-schedules.js';
import { makeEngine } from './make-engine.js';
import { makeOrders } from './make-orders.js';
import { makeJobs } from './make-jobs.js';
import { makeLaying } from './make-laying.js';
import { makeOutcomes } from './make-outcomes.js';
import { makeOutages } from './make-outages.js';
import { moveWithJumps } from './move-with-jumps.js';
import { makePolls } from './make-polls.js';
import { makeSystem } from './make-system.js';
import { makeSigning } from './make-signing.js';
import { toolWork } from './make-tool-work.js';
import { makeForgetOld } from './make-upkeep.js';
import type { OpenedStorage } from './open-storage.js';
import { tookCallback, watchState } from './watch-state.js';

export interface RoomsNeeds {
  readonly settings: Settings;
  readonly publicUrl: () => string;
  readonly storage: OpenedStorage;
  /** The queue of work, where other processes share it. */
  readonly shared?: SharedQueue | null;
  readonly door: Door;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: LogEvents;
  /** Null where nobody collects traces. */
  readonly tracing?: Tracing | null;
  readonly version?: string;
  /** Room on the disk of a folder; by default as the system says. */
  readonly spaceOf?: ((folder: string) => Promise<DiskSpace>) | undefined;
  /** What one mirrored file may be and take, where it is not as the contract says. */
  readonly mirrorLimits?: MirrorLimits | undefined;
}

/** Every room's services, put together: the one place that knows them all. */
export function makeRooms(needs: RoomsNeeds) {
  const { settings, publicUrl, storage, door, clock, random, log, mirrorLimits, tracing = null, shared = null } = needs;
  const metrics = new Metrics(needs.version === undefined ? {} : { version: needs.version });
  const database = countUnits(storage.database, metrics.storage);
  const files = countFileBytes(storage.files, metrics.storage);
  const { box } = storage;
  const accounts = makeAccounts({ database, clock, adminToken: storage.adminToken });
  const limits = { total: settings.maxConcurrency, perOrigin: settings.maxConcurrencyPerOrigin };
  const { bodies: budget, writers } = makeBudgets(
    settings.maxBytesInFlight,
    settings.maxConcurrency * files.bytesPerWriter,
  );
  const engineRoom = makeEngine({
    ...{ database, shared, clock, door, log, metrics, tracing, budget, limits, random },
    quarantined: (work) =>
      void alerts.raise
        .workQuarantined(work)
        .catch((error: unknown) => log.broke('the alert of work in quarantine', error)),
  });
  const { engine } = engineRoom;
  const laying = makeLaying({ database, box, clock, engine });
  const polls = makePolls({ settings, database, box, clock, random, engine, audit: accounts.audit, laying });
  const signing = makeSigning({ database, box, clock, audit: accounts.audit });
  const { signatures } = signing;
  const outcomes = makeOutcomes({ database, box, clock, random, engine, signatures });
  const jobs = makeJobs({ database, clock, random, engine, audit: accounts.audit, signatures, laying });
  const cronSchedules = makeCronSchedules({
    ...{ database, clock, engine, audit: accounts.audit, laying },
    broke: (what, error) => log.broke(what, error),
  });
  const notifications = new NotificationStore(database);
  const views = new OrderViews(publicUrl);
  const targets = {
    marketplaceUrl: settings.marketplaceWebhookUrl ?? null,
    operatorUrl: settings.operatorAlertUrl ?? null,
  };
  const notify = new Notify(notifications, engine, views, targets, clock);
  const disks = watchedDisks(settings, needs.spaceOf ?? diskSpace);
  const alerts = makeAlerts({
    ...{ settings, database, notify, clock, disks },
    waiting: () => engine.waits.waitingForPlace(),
  });
  log.hearTrouble((trouble) => {
    metrics.storage.trouble(trouble);
    if (trouble === 'full') alerts.watch?.storageFull();
  });
  const system = makeSystem({
    ...{ database, clock, metrics, disks, inFlight: () => engine.inFlight },
    facts: { version: needs.version ?? 'unknown', role: settings.role, engine: shared ? 'distributed' : 'embedded' },
    broke: (what, error) => log.broke(what, error),
  });
  watchState({ metrics, database, clock, engine, budget, writers, disks });
  const schemas = new InputsSchemas();
  const sellers = makeSellers({
    ...{ database, clock, box, tokens: accounts.tokens, audit: accounts.audit, schemas, announcer: notify },
    secretMaker: { callbackSecret: newCallbackSecret, signingSecret: newSigningSecret },
    work: toolWork(engineRoom, database, clock),
    ownWork: together(polls.service, jobs.service, cronSchedules.service, signing.service),
    checkRules: {
      ...{ sweepCron: settings.sweepCron, minIntervalMs: settings.minCheckIntervalS * 1000 },
      checkTimeoutMs: settings.checkTimeoutMs,
    },
  });
  const feed = new OrderFeed(new EventStore(database), database.kind === 'postgres');
  const tokens = new CallbackTokenBook(box);
  const orders = makeOrders({
    ...{
      settings,
      publicUrl,
      database,
      box,
      files,
      budget: writers,
      bodies: budget,
      clock,
      random,
      engine,
      notifications,
      notify,
      tokens,
    },
    ...{ inputs: schemas, tools: sellers.reader, signer: notificationSigner(settings, sellers.reader) },
    ...{ watch: orderWatch(feed, metrics, log), mirrorLimits, alerts: alerts.raise },
    tookCallback: (attempt) => {
      tookCallback(attempt, metrics, tracing);
      if (attempt.short_id !== null) engineRoom.outages.callback(attempt.short_id);
    },
  });
  const bulks = makeBulks({
    ...{ database, clock, engine, audit: accounts.audit, orders },
    broke: (what, error) => log.broke(what, error),
  });
  const erase = (orderId: string) => orders.erase.erase(orderId);
  const outages = makeOutages({ database, clock, engine, audit: accounts.audit, orders });
  const conformance = makeConformance({
    ...{ settings, publicUrl, database, clock, engine, audit: accounts.audit, inputs: schemas, sellers, orders },
  });
  const forgetOld = makeForgetOld({ settings, database, clock, log, metrics, erase });
  moveWithJumps(engineRoom.jumps, settings.sweepCron);
  engineRoom.jumps.hear(() => cronSchedules.plan.replan(clock.now()));
  engineRoom.handledBy([
    ...orders.handlers,
    ...polls.handlers,
    ...jobs.handlers,
    ...cronSchedules.handlers,
    ...bulks.handlers,
    ...outcomes,
    ...outages.handlers,
    ...conformance.handlers,
  ]);
  return {
    accounts,
    metrics,
    engineRoom,
    notifications,
    views,
    notify,
    sellers,
    schemas,
    feed,
    tokens,
    budget,
    writers,
    orders,
    bulks,
    outages,
    conformance,
    laying,
    polls,
    jobs,
    cronSchedules,
    signing,
    forgetOld,
    alerts,
    system,
  };
}

export type Rooms = ReturnType<typeof makeRooms>;

/** Messages to a seller bear its tool's signature, all others the marketplace's. */
function notificationSigner(settings: Settings, tools: ToolReader): NotificationSigner {
  return {
    headers: async (destination, stream, id, body, nowMs) => {
      const own = settings.marketplaceWebhookSecret === undefined ? [] : [settings.marketplaceWebhookSecret];
      const shortId = stream.replace('seller/tool/', '');
      const secrets = destination === 'seller' ? [...(await tools.signingSecrets(shortId, nowMs))] : own;
      return signWebhook({ id, timestampS: nowMs / 1000, body, secrets });
    },
  };
}

/** What ends with its seller, one after the other. */
function together(...works: readonly OwnWork[]): OwnWork {
  return {
    cancelAllOf: async (tx, sellerId) => {
      for (const work of works) await work.cancelAllOf(tx, sellerId);
    },
  };
}

function orderWatch(feed: OrderFeed, metrics: Metrics, log: LogEvents): OrderWatch {
  return {
    changed: (orderId, sellerId, status, what) => {
      feed.changed(orderId, sellerId);
      if (what !== 'status') return;
      metrics.orderChanged(status);
      log.orderChanged({ orderId, status });
    },
  };
}

/**
 * The bytes in flight, parted: who holds memory for a body may wait for memory to write its files, and never the other way. Writers
 * get what all calls at once could need, and half at the most: on a disk next to nothing, on S3 the half.
 */
function makeBudgets(bytes: number, writing: number): { bodies: ByteBudget; writers: ByteBudget } {
  const forWriters = Math.min(Math.floor(bytes / 2), writing);
  return { bodies: new ByteBudget(bytes - forWriters), writers: new ByteBudget(forWriters) };
}
