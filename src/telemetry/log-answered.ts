import type { Logger } from './logger.js';

/** One request to our own API that was answered. */
export interface AnsweredLine {
  readonly requestId: string;
  /** A pattern: URLs may hold secrets. */
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
  /** Whose token was proven. */
  readonly tokenId: string | null;
  /** The address of who asked. */
  readonly client: string;
}

/** At level `debug` only: calls are many, and addresses are somebody's own. */
export function logAnswered(logger: Logger, line: AnsweredLine): void {
  if (!logger.isLevelEnabled('debug')) return;
  const { requestId, route, status, durationMs, tokenId, client } = line;
  const fields = { request_id: requestId, route, status, duration_ms: durationMs, token_id: tokenId, client };
  logger.debug({ event: 'answered', ...fields }, `${route} answered ${status} in ${durationMs} ms`);
}
