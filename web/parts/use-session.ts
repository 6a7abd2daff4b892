import { createContext, useContext } from 'react';
import type { Session } from '../api/client.ts';

/** Who was signed in as the shell was opened; another sign-in is another shell. */
export const SessionContext = createContext<Session | null>(null);

/** Who is signed in; for what stands inside the shell. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('Nobody is signed in: this stands outside the shell.');
  return session;
}
