import type { SellerReply, SellerRequest } from '../support/scripted-seller.js';
import type { Journey } from './journey.js';

export type Reply = SellerReply | ((nth: number, request: SellerRequest) => SellerReply | Promise<SellerReply>);

/** An address of the scripted server; `seen` are the instants of its requests. */
export interface Target {
  readonly url: string;
  readonly path: string;
  readonly seen: number[];
  readonly requests: SellerRequest[];
}

let made = 0;

/** A new address that answers as told. */
export function targetOf(journey: Journey, reply: Reply, method: string): Target {
  const path = `/target-${++made}`;
  const [seen, requests]: [number[], SellerRequest[]] = [[], []];
  journey.seller.on(method, path, (request) => {
    requests.push(request);
    const nth = seen.push(journey.clock.now());
    return typeof reply === 'function' ? reply(nth, request) : reply;
  });
  return { url: journey.seller.url(path), path, seen, requests };
}
