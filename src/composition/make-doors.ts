import type { Provider, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { accountsProviders } from '../accounts/accounts-parts.js';
import type { Clock } from '../domain/clock.js';
import { Gate } from '../http/auth/gate.js';
import { SessionCookie } from '../http/auth/session-cookie.js';
import { Cursors } from '../http/cursors.js';
import { READINESS, type ReadinessCheck } from '../http/health.controller.js';
import { generalControllers, httpProviders } from '../http/http-parts.js';
import { ordersControllers, ordersProviders, type OrdersDoorNeeds } from '../http/orders-parts.js';
import { JobsController } from '../http/jobs.controller.js';
import { PollsController } from '../http/polls.controller.js';
import { SchedulesController } from '../http/schedules.controller.js';
import { SigningController } from '../http/signing.controller.js';
import { Metrics } from '../telemetry/metrics.js';
import { SellersController } from '../http/sellers.controller.js';
import type { ReportError } from '../http/error-answer.js';
import { sellerBodies, type SellerBodiesParts } from '../http/seller-bodies.js';
import { sellerBodyPaths } from '../http/seller-body-paths.js';
import type { BodyPace } from '../http/capped-request-body.js';
import { uploadBodies, type UploadBodiesParts } from '../http/upload-bodies.js';
import { Bulks } from '../orders/bulk/bulks.js';
import { ServerEvents } from '../http/server-events.js';
import { tracePlacings } from '../http/trace-placings.js';
import type { HttpNeeds } from '../http/set-up-http.js';
import { ToolsController } from '../http/tools.controller.js';
import { WebFiles } from '../http/web-files.js';
import { serveWebPages } from '../http/web-pages.js';
import { verifyWebhook } from '../outbound/webhook-signature.js';
import { sellersProviders } from '../sellers/sellers-parts.js';
import type { Settings } from '../settings/load-settings.js';
import type { LogEvents } from '../telemetry/log-events.js';
import type { Tracing } from '../telemetry/tracing/tracing.js';
import { Jobs } from '../work/jobs/jobs.js';
import { Polls } from '../work/polls/polls.js';
import { Schedules } from '../work/schedules/schedules.js';
import { SigningSecrets } from '../work/signing/signing-secrets.js';
import { kitsControllers, kitsProviders } from './make-kits.js';
import { makeReaders } from './make-readers.js';
import type { Rooms } from './make-rooms.js';
import type { OpenedStorage } from './open-storage.js';
import { WEB_FOLDER } from './own-package.js';
import { dutiesOf } from './roles.js';

export interface DoorsNeeds {
  readonly settings: Settings;
  readonly storage: OpenedStorage;
  readonly rooms: Rooms;
  readonly clock: Clock;
  readonly log: LogEvents;
  /** Null where nobody collects traces. */
  readonly tracing: Tracing | null;
  readonly version: string;
  readonly publicUrl: () => string;
  /** Default: that of the contract. */
  readonly uploadPace?: BodyPace | undefined;
}

export interface Doors {
  readonly providers: readonly Provider[];
  readonly controllers: readonly Type[];
  readonly http: HttpNeeds;
  registerPlugins(app: NestFastifyApplication): Promise<void>;
}

/** What the outside comes in by: controllers, what they ask for, and the plugin for sellers' bodies. */
export function makeDoors(needs: DoorsNeeds): Doors {
  const { settings, storage, rooms, log, version } = needs;
  const report = (error: unknown, request: { requestId: string; route: string }) =>
    log.broke(`answering ${request.route}`, error, { request_id: request.requestId });
  const cookie = new SessionCookie(settings.publicUrl.startsWith('https:'));
  const { authenticate, sessions } = rooms.accounts;
  const readers = makeReaders(needs);
  const gate = new Gate({
    authenticate,
    sessions,
    cookie,
    metricsToken: settings.metricsToken ?? null,
    sellerWork: settings.sellerWork,
    intakeSignature: intakeSignature(needs),
    openShare: (proof) => readers.shared.open(proof),
  });
  const events = new ServerEvents({ stillProven: (request) => gate.stillProven(request) });
  const cursors = new Cursors(storage.box.deriveKeys('cursor'));
  return {
    controllers: [
      ...generalControllers,
      SellersController,
      ToolsController,
      ...kitsControllers,
      ...ordersControllers,
      PollsController,
      JobsController,
      SchedulesController,
      SigningController,
      ...rooms.outages.controllers,
      ...rooms.conformance.controllers,
      ...rooms.system.controllers,
    ],
    providers: [
      ...accountsProviders(rooms.accounts),
      ...httpProviders({ cookie, cursors, events, version }),
      ...sellersProviders(rooms.sellers),
      ...kitsProviders(),
      { provide: Bulks, useValue: rooms.bulks.service },
      ...ordersProviders({ ...ordersNeeds(needs, gate), ...readers }),
      { provide: Polls, useValue: rooms.polls.service },
      { provide: Jobs, useValue: rooms.jobs.service },
      { provide: Schedules, useValue: rooms.cronSchedules.service },
      { provide: SigningSecrets, useValue: rooms.signing.service },
      { provide: READINESS, useValue: readiness(needs) },
      { provide: Metrics, useValue: rooms.metrics },
      ...rooms.outages.providers,
      ...rooms.conformance.providers,
      ...rooms.system.providers,
    ],
    http: { gate, events, report, budget: rooms.budget, version, handWritten: sellerBodyPaths },
    registerPlugins: async (app) => {
      const server: FastifyInstance = app.getHttpAdapter().getInstance();
      if (needs.tracing) tracePlacings(server, needs.tracing, needs.clock);
      serveWebPages(server, { files: WebFiles.at(WEB_FOLDER), embedOrigins: settings.embedOrigins });
      await server.register(sellerBodies(callbackNeeds(needs, report)));
      await server.register(uploadBodies(uploadNeeds(needs, report)));
    },
  };
}

function ordersNeeds(
  { storage, rooms, clock, publicUrl }: DoorsNeeds,
  gate: Gate,
): Omit<OrdersDoorNeeds, 'read' | 'shared'> {
  const { feed, views, notify, accounts, engineRoom } = rooms;
  const { receive, checkNow, cancel, retry, acceptLate, erase } = rooms.orders;
  return {
    ...{ database: storage.database, box: storage.box, files: storage.files, clock, publicUrl, gate },
    ...{ feed, views, notify, audit: accounts.audit, sweeps: engineRoom.sweeps },
    ...{ receive, checkNow, cancel, retry, acceptLate, erase },
  };
}

function callbackNeeds({ rooms, clock }: DoorsNeeds, report: ReportError): SellerBodiesParts {
  const { orders, callback: accept, prepareUpload: prepare, refusedCallback: refused } = rooms.orders;
  return { tools: rooms.sellers.reader, orders, tokens: rooms.tokens, clock, accept, prepare, refused, report };
}

function uploadNeeds({ storage, rooms, uploadPace }: DoorsNeeds, report: ReportError): UploadBodiesParts {
  const { uploadLinks: links, receiveUpload: receive } = rooms.orders;
  const { bytesPerWriter } = storage.files;
  return { links, receive, budget: rooms.budget, bytesPerWriter, report, ...(uploadPace && { pace: uploadPace }) };
}

/** Intake by signature, where INTAKE_SECRET is set. */
function intakeSignature({ settings, clock }: DoorsNeeds) {
  const secret = settings.intakeSecret;
  if (secret === undefined) return null;
  return (headers: IncomingHttpHeaders, body: Buffer) => {
    const check = verifyWebhook({ headers, body, secret, nowS: clock.now() / 1000 });
    return check.ok
      ? check
      : {
          ok: false as const,
          problem: `${check.problem}: sign the body as it is sent, with INTAKE_SECRET and the time of now.`,
        };
  };
}

function readiness({ settings, storage, rooms }: DoorsNeeds): ReadinessCheck[] {
  const fileCheck = async () => {
    const problem = await storage.files.check();
    if (problem !== null) throw new Error(problem);
  };
  const engineCheck = async () => {
    if (!rooms.engineRoom.engine.isOpen) throw new Error('The engine is not running.');
  };
  return [
    { name: 'database', check: () => storage.database.unit.run((tx) => tx.query('SELECT 1')) },
    { name: 'storage', check: fileCheck },
    ...(dutiesOf(settings.role).works ? [{ name: 'engine', check: engineCheck }] : []),
  ];
}
