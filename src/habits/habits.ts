import type { Habit } from './habit.js';
import { notFoundFirst } from './each/404-first.js';
import { badBase64 } from './each/bad-base64.js';
import { badCharset } from './each/bad-charset.js';
import { clockSkew } from './each/clock-skew.js';
import { contradiction } from './each/contradiction.js';
import { drip } from './each/drip.js';
import { dropsJob } from './each/drops-job.js';
import { duplicateCallback } from './each/duplicate-callback.js';
import { duplicateKeys } from './each/duplicate-keys.js';
import { earlyCallback } from './each/early-callback.js';
import { emptyBody } from './each/empty-body.js';
import { etagLies } from './each/etag-lies.js';
import { expiredTls } from './each/expired-tls.js';
import { flaky5xx } from './each/flaky-5xx.js';
import { flakyTls } from './each/flaky-tls.js';
import { forgets } from './each/forgets.js';
import { gzipAnyway } from './each/gzip-anyway.js';
import { gzipBomb } from './each/gzip-bomb.js';
import { hangs } from './each/hangs.js';
import { html200 } from './each/html-200.js';
import { httpResultUrl } from './each/http-result-url.js';
import { huge } from './each/huge.js';
import { late } from './each/late.js';
import { neverStarts } from './each/never-starts.js';
import { noAuth } from './each/no-auth.js';
import { noSecret } from './each/no-secret.js';
import { oddWords } from './each/odd-words.js';
import { progressBackwards } from './each/progress-backwards.js';
import { progressOver100 } from './each/progress-over-100.js';
import { rateLimits } from './each/rate-limits.js';
import { redirect } from './each/redirect.js';
import { redirectLoop } from './each/redirect-loop.js';
import { secretInError } from './each/secret-in-error.js';
import { slow } from './each/slow.js';
import { tooDeep } from './each/too-deep.js';
import { twiceIsTwo } from './each/twice-is-two.js';
import { unknownIs200 } from './each/unknown-is-200.js';
import { wrongMime } from './each/wrong-mime.js';
import { wrongOrderId } from './each/wrong-order-id.js';
import { wrongSecret } from './each/wrong-secret.js';

/**
 * Every way of being bad that there is, in the order in which they are applied: how it is connected to, what it takes in, what it
 * does, what it says, in which bytes, and how those are sent.
 */
export const habits: readonly Habit[] = [
  flakyTls,
  expiredTls,
  noAuth,
  unknownIs200,
  twiceIsTwo,
  dropsJob,
  notFoundFirst,
  rateLimits,
  redirect,
  redirectLoop,
  forgets,
  late,
  neverStarts,
  earlyCallback,
  duplicateCallback,
  noSecret,
  wrongSecret,
  contradiction,
  wrongMime,
  badBase64,
  httpResultUrl,
  secretInError,
  oddWords,
  progressOver100,
  progressBackwards,
  clockSkew,
  wrongOrderId,
  duplicateKeys,
  tooDeep,
  badCharset,
  emptyBody,
  html200,
  etagLies,
  gzipAnyway,
  gzipBomb,
  huge,
  flaky5xx,
  slow,
  drip,
  hangs,
];
