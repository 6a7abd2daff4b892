import type { OrderEvent } from '../../api/client.ts';
import { order } from '../../words/order.ts';

const { causes } = order;

/** What a line of the journey says happened, without who did it. */
export function eventWords({ type, to, from, progress, cause }: OrderEvent): string {
  if (type === 'note') return causes.note;
  if (type === 'progress') return causes.progress(progress);
  switch (to) {
    case 'received':
      return from === null ? causes.placed : causes.retried;
    case 'forwarding':
      return causes.sending;
    case 'processing':
      return causes.taken;
    case 'completed':
      return of(causes.completed, cause.kind);
    case 'failed':
      return of(causes.failed, cause.kind);
    case 'expired':
      return causes.expired;
    case 'cancelled':
      return causes.cancelled;
    default:
      return causes.statusWas(from ?? '', to ?? '');
  }
}

function of(words: Readonly<Record<string, string>> & { readonly other: string }, kind: string): string {
  return Object.hasOwn(words, kind) ? words[kind]! : words.other;
}

/** Whether the line's message is news: on the other lines it repeats what was said before. */
export function messageOf({ type, to, message }: OrderEvent): string | null {
  return type !== 'status' || to === 'processing' ? message : null;
}
