import type { DemoOrder } from './order.js';
import type { ToolSecrets } from './sellers/seller-server.js';

/** A request that the server refused, in its own words. */
export class ApiProblem extends Error {}

export interface NewTool {
  readonly seller_id: string;
  readonly short_id: string;
  readonly name: string;
  readonly job_url: string;
  readonly status_url?: string;
  readonly auth_headers: Readonly<Record<string, string>>;
}

export interface NewOrder {
  readonly order_id: string;
  readonly short_id: string;
  readonly inputs: object;
}

const TIMEOUT_MS = 10_000;

/** The public HTTP API, as far as the demo needs it, by one token. */
export class Api {
  constructor(
    private readonly baseUrl: string,
    private readonly token: string,
  ) {}

  createSeller(name: string): Promise<{ seller_id: string }> {
    return this.send('POST', '/v1/sellers', { name });
  }

  createTool(tool: NewTool): Promise<ToolSecrets> {
    return this.send('POST', '/v1/tools', tool);
  }

  createToken(name: string, role: 'marketplace'): Promise<{ token: string }> {
    return this.send('POST', '/v1/tokens', { name, role });
  }

  placeOrder(order: NewOrder): Promise<DemoOrder> {
    return this.send('POST', '/v1/orders', order);
  }

  readOrder(orderId: string): Promise<DemoOrder> {
    return this.send('GET', `/v1/orders/${orderId}`);
  }

  private async send<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(`${this.baseUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await answer.text();
    if (!answer.ok) throw new ApiProblem(`${method} ${path} answered ${answer.status}: ${sentence(text)}`);
    return JSON.parse(text) as T;
  }
}

/** What the error envelope says, or the beginning of whatever came. */
function sentence(text: string): string {
  try {
    return (JSON.parse(text) as { error: { message: string } }).error.message;
  } catch {
    return text.slice(0, 200);
  }
}
