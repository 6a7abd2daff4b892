import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../api/client.ts';
import { useSession } from './use-session.ts';

/** Pages that are read of the list of sellers: beyond them an id stands for its name. */
const MOST_PAGES = 20;

/** The names of sellers by their ids; null for a seller, who is the only one it sees. */
export function useSellers(): ReadonlyMap<string, string> | null {
  const { role } = useSession();
  const { data } = useQuery({
    queryKey: ['sellers', 'names'],
    queryFn: readNames,
    enabled: role !== 'seller',
    staleTime: 60_000,
  });
  return useMemo(() => (role === 'seller' ? null : new Map(data ?? [])), [role, data]);
}

async function readNames(): Promise<[string, string][]> {
  const names: [string, string][] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query: { limit: number; cursor?: string } = { limit: 100, ...(cursor === null ? {} : { cursor }) };
    const answer = await api.get('/v1/sellers', { query });
    names.push(...answer.sellers.map(({ seller_id, name }): [string, string] => [seller_id, name]));
    cursor = answer.next_cursor;
    if (cursor === null) break;
  }
  return names;
}
