import type { OnlyPaths } from '../http/set-up-http.js';
import type { Settings } from '../settings/load-settings.js';

/** What a process does of all that there is to do. */
export interface Duties {
  /** Runs work, and what goes by timers. */
  readonly works: boolean;
  /** Null: answers everything. */
  readonly answersOnly: OnlyPaths | null;
}

/** Any mix of roles makes a whole, as long as there is one of each; `all` is both. */
export function dutiesOf(role: Settings['role']): Duties {
  switch (role) {
    case 'all':
      return { works: true, answersOnly: null };
    case 'api':
      return { works: false, answersOnly: null };
    case 'worker':
      return { works: true, answersOnly: workersAnswer };
  }
}

const workersAnswer: OnlyPaths = {
  paths: ['/healthz', '/readyz', '/metrics'],
  sentence:
    'This process has ROLE=worker: it runs work, and answers /healthz, /readyz and /metrics alone. Ask one with ROLE=api or ROLE=all.',
};
