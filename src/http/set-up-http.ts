import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { ByteBudget } from '../domain/byte-budget.js';
import { Problem } from '../domain/problem.js';
import { AuthGuard, askBeforeBody } from './auth/auth.guard.js';
import type { Gate } from './auth/gate.js';
import { serveDocs } from './docs-page.js';
import { answerError, routeOf, type ReportError } from './error-answer.js';
import { ErrorFilter } from './error.filter.js';
import { readJsonBodies } from './json-body.js';
import { buildOpenApi } from './openapi.js';
import { reserveBodies } from './reserve-bytes.js';
import type { ServerEvents } from './server-events.js';
import { setCommonHeaders } from './server-options.js';
import { ValidationPipe } from './validation.pipe.js';

/** One request that was answered, for the log and the metrics. `route` is a pattern: URLs may hold secrets. */
export interface AnsweredRequest {
  readonly requestId: string;
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
  /** Whose token it was; null where none was asked for or proven. */
  readonly tokenId: string | null;
  /** The address of who asked: as proxies of TRUST_PROXY say it, else that of the connection. */
  readonly client: string;
}

/** What is answered at all, where that is not everything. */
export interface OnlyPaths {
  readonly paths: readonly string[];
  /** What everybody else is told, with 404. */
  readonly sentence: string;
}

export interface HttpNeeds {
  readonly gate: Gate;
  readonly events: ServerEvents;
  readonly report: ReportError;
  /** Memory for bodies; without it there is no limit. */
  readonly budget?: ByteBudget;
  readonly onAnswered?: (request: AnsweredRequest) => void;
  readonly only?: OnlyPaths | null;
  /** The version of package.json, for the OpenAPI document. */
  readonly version: string;
  /** OpenAPI paths of the routes beside Nest. */
  readonly handWritten?: OpenAPIObject['paths'];
}

/** The door, once it stands. */
export interface HttpDoor {
  /** Refuses what comes from now on with 503 and ends the streams; whatever is open after `graceMs` is cut. */
  startClosing(graceMs: number): void;
}

/**
 * Makes the door the same in the server and in tests. Called once, after `NestFactory.create` with `makeAdapter` and
 * `nestOptions`, before `app.init()` and before any plugin is registered.
 */
export function setUpHttp(app: NestFastifyApplication, needs: HttpNeeds): HttpDoor {
  const server: FastifyInstance = app.getHttpAdapter().getInstance();
  const door = new Door(server, needs.events);
  server.addHook('onRequest', (request, reply, done) => {
    setCommonHeaders(reply.raw, request.id);
    const refusal = door.refusal(reply) ?? notHere(request, needs.only);
    // Answered here: not every route has our error handler.
    if (refusal) answerError(refusal, request, reply, needs.report);
    else done();
  });
  if (needs.onAnswered) tellAnswers(server, needs.onAnswered);
  readJsonBodies(server);
  askBeforeBody(server, needs.gate);
  if (needs.budget) reserveBodies(server, needs.budget);
  app.useGlobalFilters(new ErrorFilter(needs.report));
  app.useGlobalGuards(new AuthGuard(needs.gate));
  app.useGlobalPipes(new ValidationPipe());
  serveDocs(server, () => buildOpenApi(app, needs));
  return door;
}

function notHere(request: FastifyRequest, only: OnlyPaths | null | undefined): Problem | undefined {
  const [path = ''] = request.url.split('?');
  return !only || only.paths.includes(path) ? undefined : new Problem(404, 'not_found', only.sentence);
}

function tellAnswers(server: FastifyInstance, tell: (request: AnsweredRequest) => void): void {
  server.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done) => {
    tell({
      requestId: request.id,
      route: routeOf(request),
      status: reply.raw.statusCode,
      durationMs: Math.round(reply.elapsedTime),
      tokenId: request.caller?.tokenId ?? null,
      client: request.ip,
    });
    done();
  });
}

class Door implements HttpDoor {
  private closing = false;

  constructor(
    private readonly server: FastifyInstance,
    private readonly events: ServerEvents,
  ) {}

  startClosing(graceMs: number): void {
    this.closing = true;
    this.events.closeAll();
    setTimeout(() => this.server.server.closeAllConnections(), graceMs).unref();
  }

  /** What a request is refused with while the server stops. */
  refusal(reply: FastifyReply): Problem | undefined {
    if (!this.closing) return undefined;
    reply.header('Connection', 'close');
    const message = 'The server is stopping: send the request again in a moment.';
    return new Problem(503, 'shutting_down', message, [], { 'Retry-After': '2' });
  }
}
