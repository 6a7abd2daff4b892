import { AuditController } from './audit.controller.js';
import { Cursors } from './cursors.js';
import { SessionCookie } from './auth/session-cookie.js';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import { ServerEvents } from './server-events.js';
import { SERVER_VERSION, SessionController } from './session.controller.js';
import { TokensController } from './tokens.controller.js';

/** Controllers of accounts and of what stands around the product. */
export const generalControllers = [
  TokensController,
  SessionController,
  AuditController,
  HealthController,
  MetricsController,
];

export interface HttpParts {
  readonly cookie: SessionCookie;
  readonly cursors: Cursors;
  readonly events: ServerEvents;
  /** The version of package.json. */
  readonly version: string;
}

/**
 * What controllers ask for by class. `READINESS` and `Metrics` are provided by whoever composes the server.
 */
export function httpProviders({ cookie, cursors, events, version }: HttpParts) {
  return [
    { provide: SessionCookie, useValue: cookie },
    { provide: Cursors, useValue: cursors },
    { provide: ServerEvents, useValue: events },
    { provide: SERVER_VERSION, useValue: version },
  ];
}
