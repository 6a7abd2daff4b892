import { queryOptions } from '@tanstack/react-query';
import { ApiProblem, api, writeWith, type Role, type Session } from './client.ts';

/** Who is signed in; null where nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: 5 * 60_000,
  queryFn: async (): Promise<Session | null> => {
    try {
      return remember(await api.get('/v1/session'));
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
});

/** Other tabs of this browser bear the same cookie: they are told when it is somebody else's. */
const tabs = new BroadcastChannel('roundtrip-session');

/** Calls back when somebody signed in or out in another tab. */
export function onOtherTab(changed: () => void): void {
  tabs.onmessage = changed;
}

export async function signIn(token: string): Promise<Session> {
  const session = remember(await api.post('/v1/session', { body: { token } }));
  tabs.postMessage('signed in');
  return session;
}

export async function signOut(): Promise<void> {
  await api.delete('/v1/session').catch((error: unknown) => {
    // A session that is over already is as good.
    if (!(error instanceof ApiProblem) || ![401, 404].includes(error.status)) throw error;
  });
  writeWith(null);
  tabs.postMessage('signed out');
}

/** Whether a role may do what needs an operator: retry, cancel, replay, accept. */
export function mayOperate(role: Role): boolean {
  return role === 'admin' || role === 'operator';
}

function remember(session: Session): Session {
  writeWith(session.csrf_token);
  return session;
}
