import { ApiProblem } from '../../src/client/api-problem.ts';
import { RoundtripClient, type Answer } from '../../src/client/client.ts';

export { ApiProblem };

/** Who is signed in, as `GET /v1/session` says. */
export type Session = Answer<'/v1/session', 'get'>;
export type Role = Session['role'];
export type Order = Answer<'/v1/orders/{order_id}', 'get'>;
export type ListedOrder = Answer<'/v1/orders', 'get'>['orders'][number];
export type OrderStatus = ListedOrder['status'];
export type Attempt = Answer<'/v1/orders/{order_id}/attempts', 'get'>['attempts'][number];
export type OrderEvent = Answer<'/v1/orders/{order_id}/events', 'get'>['events'][number];
export type AttentionGroup = Answer<'/v1/attention', 'get'>['groups'][number];
export type Outage = Answer<'/v1/outages/{outage_id}', 'get'>;
export type Replay = Answer<'/v1/outages/{outage_id}/replay', 'post'>;
export type Seller = Answer<'/v1/sellers/{seller_id}', 'get'>;
export type Tool = Answer<'/v1/tools/{short_id}', 'get'>;
export type ToolStats = Answer<'/v1/tools/{short_id}/stats', 'get'>;
export type ToolDurations = Answer<'/v1/tools/{short_id}/durations', 'get'>;
export type ConformanceTest = Answer<'/v1/tools/{short_id}/tests/{test_id}', 'get'>;
export type SystemState = Answer<'/v1/system', 'get'>;
export type SystemSeries = Answer<'/v1/system/series', 'get'>;

let csrfToken: string | null = null;

/** What writes echo from now on; by the session that the page has just learnt of. */
export function writeWith(token: string | null): void {
  csrfToken = token;
}

/** The API of this page's own host, by the session's cookie. */
export const api = new RoundtripClient({
  baseUrl: '',
  headers: (method): Readonly<Record<string, string>> =>
    method === 'get' || csrfToken === null ? {} : { 'X-CSRF-Token': csrfToken },
});
