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

export async function signIn(token: string): Promise<Session> {
  return remember(await api.post('/v1/session', { body: { token } }));
}

export async function signOut(): Promise<void> {
  await api.delete('/v1/session').catch((error: unknown) => {
    // A session that is over already is as good.
    if (!(error instanceof ApiProblem) || ![401, 404].includes(error.status)) throw error;
  });
  writeWith(null);
}

/** Whether a role may do what needs an operator: retry, cancel, replay, accept. */
export function mayOperate(role: Role): boolean {
  return role === 'admin' || role === 'operator';
}

function remember(session: Session): Session {
  writeWith(session.csrf_token);
  return session;
}
