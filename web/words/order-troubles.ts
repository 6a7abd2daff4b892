/** What went wrong with an order, and what to do about it. */
export interface Advice {
  readonly title: string;
  readonly what: string;
  readonly todo: string;
}

/** By the `error.code` of an order. `expired` is that of an order whose deadline passed: it has no error of its own. */
export const ERRORS: Readonly<Record<string, Advice>> = {
  seller_unreachable: {
    title: 'The seller could not be reached',
    what: 'Roundtrip tried for six hours to hand the order over, and the seller never took it. No work was done.',
    todo: 'Check with the seller that its automation is up, then retry the order. If many orders of this seller failed, replay its outage under “Needs attention”.',
  },
  seller_rejected: {
    title: 'The seller refused the order',
    what: 'The seller answered the order with a refusal (HTTP 4xx), which trying again would not change.',
    todo: 'Read its answer in the attempt below. Correct the inputs, or the tool’s URL, headers or template; then retry the order.',
  },
  seller_redirected: {
    title: 'The seller’s address leads elsewhere',
    what: 'The tool’s job URL answered with a redirect. Redirects are not followed: they could lead anywhere, with the seller’s secrets in hand.',
    todo: 'Set the tool’s job URL to the final address, then retry the order.',
  },
  seller_gone: {
    title: 'The tool is gone',
    what: 'The seller answered that this tool no longer exists there (HTTP 410). The tool is paused, so that no more orders run into it.',
    todo: 'The seller corrects the tool’s job URL and resumes it; then retry the order.',
  },
  seller_failed: {
    title: 'The seller’s tool failed',
    what: 'The seller took the order and reported itself that it failed. The words are the seller’s own.',
    todo: 'Correct the inputs or ask the seller, then retry the order.',
  },
  bad_result: {
    title: 'The result could not be taken',
    what: 'The seller said three times, over at least 15 minutes, that the order is done, and each time its result could not be taken.',
    todo: 'The seller must correct what its status URL answers; then retry the order. A good callback that still comes can be taken by hand.',
  },
  expired: {
    title: 'The deadline passed',
    what: 'No result came before the order’s deadline.',
    todo: 'Look at the last attempts below. Retry the order for another run with a new deadline; a result that still comes can be taken by hand.',
  },
};

/** For a code that a newer server knows. */
export const UNKNOWN_ERROR: Advice = {
  title: 'The order failed',
  what: 'The server’s own sentence says why.',
  todo: 'Look at the last attempts below; then retry the order.',
};

/** Of an order that is open still, where the last call between the seller and us went wrong. */
export const STILL_OPEN = {
  title: 'In trouble, but not given up',
  notes: 'The order is still open.',
} as const;

/** Where an expired order stood, by the last call between the seller and us. */
export const EXPIRED_AFTER = {
  nothing: 'It was never sent to the seller: its calls were all waiting, or the tool’s places were all taken.',
  refused: 'The seller never took it. The last try: ',
  atWork: 'The seller had taken it and was still at work when it was last heard of.',
  trouble: 'The seller had taken it, but the last word between it and us was trouble: ',
} as const;
