import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { seller, type Handler, type SellerListener, type SellerOptions } from '../../src/seller/index.js';
import type { Journey } from '../journeys/journey.js';
import type { JourneyTool } from '../journeys/journey-tool.js';

export const AUTH = { Authorization: 'Bearer a-key-of-the-seller' };

/** A promise that the test keeps when it likes. */
export function gate(): { readonly passed: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open: () => open() };
}

/** A seller made by the helper, on HTTPS, and its registered tool. */
export class HelpedSeller {
  /** What the helper told of. */
  readonly told: string[] = [];
  tool!: JourneyTool;
  listener: SellerListener = (_request, response) => void response.writeHead(503).end();
  private server!: Server;

  /** `fields`: of the tool; without `status_url: null`, it is checked each second. */
  static async start(journey: Journey, fields: object = {}): Promise<HelpedSeller> {
    const made = new HelpedSeller();
    made.server = createServer({ ...(await journey.authority.issue(['localhost'])) }, (request, response) =>
      made.listener(request, response),
    );
    await new Promise<void>((resolve) => made.server.listen(0, '127.0.0.1', resolve));
    const poll = { strategy: 'fixed', interval_s: 1, jitter: 0 };
    const urls = { job_url: made.url('/jobs'), status_url: made.url('/jobs/{order_id}') };
    made.tool = await journey.tool({ ...urls, poll, auth_headers: AUTH, ...fields });
    return made;
  }

  url(path: string): string {
    return `https://localhost:${(this.server.address() as AddressInfo).port}${path}`;
  }

  /** Begins to work, or begins anew, as a process that was started again: what it remembers is in `options.store`. */
  works(handler: Handler, options: Partial<SellerOptions> = {}): this {
    const { signing_secret: signingSecret, callback_secret: callbackSecret } = this.tool.json;
    const retry = { firstPauseMs: 20 };
    const told = (sentence: string) => void this.told.push(sentence);
    this.listener = seller({ signingSecret, callbackSecret, authHeaders: AUTH, retry, told, ...options }, handler);
    return this;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
