import type { OrderError, OrderStatus } from './order.js';

/** What a buyer is told of an order that came to nothing. */
export interface BuyerError {
  readonly message: string;
}

const ASK = 'Ask whoever you ordered it from.';

/**
 * What went wrong, for somebody who bought something: a sentence for each code that an order's error may have, and nothing that
 * sellers or their servers said, since that may hold addresses, headers or codes of theirs.
 */
const SENTENCES: Readonly<Record<string, string>> = {
  seller_failed: `The tool could not do this work. ${ASK}`,
  seller_rejected: `The tool did not accept this order. ${ASK}`,
  seller_gone: `The tool is no longer offered. ${ASK}`,
  seller_redirected: `The tool cannot take orders at the moment. ${ASK}`,
  seller_unreachable: `The tool could not be reached. ${ASK}`,
  bad_result: `The tool finished, but its result could not be used. ${ASK}`,
};
const EXPIRED = `The result did not come in time. ${ASK}`;
const FAILED = `This order could not be completed. ${ASK}`;

/** Null unless the order failed or expired; an unknown code has a sentence, too. */
export function buyerError(status: OrderStatus, error: Pick<OrderError, 'code'> | null): BuyerError | null {
  if (status === 'expired') return { message: EXPIRED };
  if (status !== 'failed') return null;
  const code = error?.code ?? '';
  return { message: (Object.hasOwn(SENTENCES, code) ? SENTENCES[code] : undefined) ?? FAILED };
}
