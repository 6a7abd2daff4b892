import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { readFileSync } from 'node:fs';
import { AppModule } from '../app.module.js';
import type { DiskSpace } from '../domain/alert.js';
import type { Clock } from '../domain/clock.js';
import type { BodyPace } from '../http/capped-request-body.js';
import { makeAdapter, nestOptions } from '../http/server-options.js';
import { setUpHttp, type HttpDoor } from '../http/set-up-http.js';
import type { MirrorLimits } from '../orders/mirror-result.js';
import { GuardedClient } from '../outbound/guarded-client.js';
import { publicUrlAt, type Settings } from '../settings/load-settings.js';
import { logAnswered } from '../telemetry/log-answered.js';
import { LogEvents } from '../telemetry/log-events.js';
import { createLogger, type Logger } from '../telemetry/logger.js';
import { openSharedQueue, type SharedQueue } from '../work/distributed/distributed-engine.js';
import type { LeaseTimes } from '../work/distributed/lease.js';
import { NestLogger } from '../telemetry/nest-logger.js';
import { openTracing, type Tracing } from '../telemetry/tracing/tracing.js';
import { makeDoors } from './make-doors.js';
import { makeRooms, type Rooms } from './make-rooms.js';
import { dutiesOf } from './roles.js';
import { PACKAGE } from './own-package.js';
import { BootProblem, openStorage, type OpenedStorage } from './open-storage.js';
import { endWork, handOver, startWork, takeUp, timeOf, type OwnTime, type Working } from './start-work.js';

/** What a test or a benchmark may hand in; the server itself uses the defaults. */
export interface StartOverrides {
  readonly clock?: Clock;
  readonly random?: () => number;
  /** Authorities (PEM) trusted beside Node's own. */
  readonly ca?: readonly string[];
  readonly logger?: Logger;
  /** What one mirrored file may be and take; as the contract says by default. */
  readonly mirrorLimits?: MirrorLimits;
  /** How slowly an upload may come; as the contract says by default. */
  readonly uploadPace?: BodyPace;
  /** How soon what a dead process held is with others, where several share the work. */
  readonly leaseTimes?: LeaseTimes;
  /** Room on the disk of a folder; by default as the system says. */
  readonly spaceOf?: (folder: string) => Promise<DiskSpace>;
}

export interface RunningRoundtrip {
  /** Where it listens. */
  readonly url: string;
  readonly adminToken: string;
  readonly rooms: Rooms;
  readonly storage: OpenedStorage;
  /** The queue of work, where other processes share it. */
  readonly shared: SharedQueue | null;
  readonly app: NestFastifyApplication;
  /** Stops in order: no more requests, no more work begun, calls in flight may end, everything closed. */
  stop(signal?: string): Promise<void>;
}

/** Calls in flight may end for this long after SIGTERM; then they are aborted (contract, section 1). */
const CALLS_GRACE_MS = 9_000;
const REQUESTS_GRACE_MS = 3_000;
/** The last spans may be sent for this long: a collector that is down keeps nobody. */
const TRACES_GRACE_MS = 500;

const VERSION = (JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string }).version;

/** Opens storage, migrates, starts the engine, listens. */
export async function startRoundtrip(settings: Settings, overrides: StartOverrides = {}): Promise<RunningRoundtrip> {
  const logger = overrides.logger ?? createLogger({ level: settings.logLevel, format: settings.logFormat });
  const log = new LogEvents(logger);
  const storage = await openStorage(settings, VERSION);
  for (const path of storage.madeFiles) log.keyFileMade(path);
  if (storage.database.newerSchema) log.schemaIsNewer(storage.database.newerSchema, VERSION);
  const tracing = await openTracing({
    ...{ endpoint: settings.otlpEndpoint, version: VERSION },
    failed: () => log.tracesNotTaken(),
  });
  const time: OwnTime = overrides.clock ? { clock: overrides.clock, stop: () => undefined } : await timeOf(storage);
  const { clock } = time;
  const { random = Math.random, mirrorLimits, spaceOf } = overrides;
  const door = new GuardedClient({
    ...{ allowedNetworks: settings.allowedPrivateNetworks, dnsServers: settings.dnsServers, ca: overrides.ca },
    ...{ userAgent: `Roundtrip/${VERSION}`, maxConnectionsPerOrigin: settings.maxConcurrencyPerOrigin },
  });
  // With PORT 0 the port, and so the public URL, is known only once we listen: orders wait for nothing else.
  const publicUrl = { current: settings.publicUrl };
  const shared = storage.shared && (await openSharedQueue({ ...storage.shared, clock, times: overrides.leaseTimes }));
  const rooms = makeRooms({
    shared,
    settings,
    publicUrl: () => publicUrl.current,
    storage,
    door,
    clock,
    random,
    log,
    tracing,
    version: VERSION,
    spaceOf,
    mirrorLimits,
  });
  const doors = makeDoors({
    settings,
    storage,
    rooms,
    clock,
    log,
    tracing,
    version: VERSION,
    publicUrl: () => publicUrl.current,
    uploadPace: overrides.uploadPace,
  });
  const schedules = {
    sweepCron: settings.sweepCron,
    sweeps: rooms.engineRoom.sweeps,
    jumps: rooms.engineRoom.jumps,
    expire: rooms.orders.expire,
    expirePolls: rooms.polls.expire,
    clean: rooms.orders.cleanFiles,
    forgetOld: rooms.forgetOld,
    company: storage.company,
    reconcile: () => handOver({ shared, log }),
    alerts: rooms.alerts.watch,
    nightly: rooms.conformance.nightly,
    clock,
    log,
    metrics: rooms.metrics,
  };
  const duties = dutiesOf(settings.role);
  const { providers, controllers } = doors;
  const module = AppModule.of({ providers, controllers, schedules: duties.works ? schedules : null });
  const app = await NestFactory.create<NestFastifyApplication>(
    module,
    makeAdapter({ trustProxy: settings.trustProxy }),
    { ...nestOptions, logger: new NestLogger(logger) },
  );
  const httpDoor = setUpHttp(app, {
    ...doors.http,
    only: duties.answersOnly,
    onAnswered: (request) => logAnswered(logger, request),
  });
  await doors.registerPlugins(app);
  const working: Working = { settings, storage, rooms, shared, clock, log };
  await takeUp(working);
  const port = await listen(app, settings);
  publicUrl.current = publicUrlAt(settings, port);
  await startWork(working);
  rooms.system.keep.start();
  log.listening(publicUrl.current);
  const stop = once(async (signal?: string) => {
    log.shutdown('begins', { signal, inFlight: rooms.engineRoom.engine.inFlight });
    await stopInOrder({ app, httpDoor, door, time, working, tracing });
    log.shutdown('ended');
  });
  return { url: `http://${settings.host}:${port}`, adminToken: storage.adminToken, rooms, storage, shared, app, stop };
}

interface Standing {
  readonly app: NestFastifyApplication;
  readonly httpDoor: HttpDoor;
  readonly door: GuardedClient;
  readonly time: OwnTime;
  readonly working: Working;
  readonly tracing: Tracing | null;
}

async function stopInOrder({ app, httpDoor, door, time, working, tracing }: Standing): Promise<void> {
  const { rooms, storage } = working;
  httpDoor.startClosing(REQUESTS_GRACE_MS);
  rooms.feed.close();
  rooms.polls.stopWaits();
  await Promise.all([rooms.engineRoom.engine.stop(CALLS_GRACE_MS), app.close()]);
  await endWork(working);
  await rooms.system.keep.stop();
  await door.close();
  await rooms.schemas.close();
  time.stop();
  await storage.close();
  await tracing?.close(TRACES_GRACE_MS);
}

async function listen(app: NestFastifyApplication, settings: Settings): Promise<number> {
  try {
    await app.listen(settings.port, settings.host);
  } catch (error) {
    throw new BootProblem(
      `PORT ${settings.port} on HOST ${settings.host} cannot be listened on (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`,
    );
  }
  return (app.getHttpServer().address() as { port: number }).port;
}

function once(act: (signal?: string) => Promise<void>): (signal?: string) => Promise<void> {
  let done: Promise<void> | null = null;
  return (signal) => (done ??= act(signal));
}
