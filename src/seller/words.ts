import type { JobState } from './job-store.js';

/** A state in the words of the status check (contract, section 5). */
export function statusOf(state: JobState): object {
  switch (state.status) {
    case 'processing':
      return { status: 'processing', ...told(state) };
    case 'completed':
      return { status: 'completed', completed_at: state.completedAt, ...state.result };
    case 'failed':
      return { status: 'failed', error: state.error };
  }
}

/** A state in the words of the callback (section 6). */
export function reportOf(orderId: string, state: JobState): object {
  switch (state.status) {
    case 'processing':
      return { ok: true, order_id: orderId, status: 'processing', ...told(state) };
    case 'completed':
      return { ok: true, order_id: orderId, completed_at: state.completedAt, ...state.result };
    case 'failed':
      return { ok: false, order_id: orderId, error: state.error };
  }
}

function told({ progress, message }: Extract<JobState, { status: 'processing' }>): object {
  return { ...(progress === null ? {} : { progress }), ...(message === null ? {} : { message }) };
}
