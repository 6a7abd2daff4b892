/** How an attempt ended (contract, section 8). One word per row of the tables in sections 4, 5 and 6. */
export const OUTCOMES = [
  'accepted',
  'processing',
  'not_modified',
  'completed',
  'failed',
  'bad_result',
  'unreadable',
  'redirected',
  'unauthorized',
  'not_found',
  'evicted',
  'rate_limited',
  'server_error',
  'rejected',
  'gone',
  'timeout',
  'dns_error',
  'tls_error',
  'connection_error',
  'blocked_address',
  'too_large',
  'unconfirmed',
  'late',
  'duplicate',
  'delivered',
  'success',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Those of calls to and from a seller that tell of something wrong, there or on the way. */
export const TROUBLES = [
  ...['failed', 'bad_result', 'unreadable', 'redirected', 'unauthorized', 'not_found', 'evicted', 'rate_limited'],
  ...['server_error', 'rejected', 'gone', 'timeout', 'dns_error', 'tls_error', 'connection_error', 'blocked_address'],
  ...['too_large', 'unconfirmed'],
] as const satisfies readonly Outcome[];
