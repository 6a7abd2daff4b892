import { useCallback, useMemo, useState } from 'react';

/** As many as one action takes by their ids. */
export const MOST_CHOSEN = 100;

export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** All that fit the filter, shown or not. */
  readonly isAll: boolean;
  /** One more would have been too many. */
  readonly isFull: boolean;
  readonly toggle: (orderId: string) => void;
  readonly chooseAll: () => void;
  readonly clear: () => void;
}

interface Chosen {
  readonly ids: ReadonlySet<string>;
  readonly isAll: boolean;
  readonly isFull: boolean;
}

const NOTHING: Chosen = { ids: new Set(), isAll: false, isFull: false };

/** Which orders an action is for. */
export function useSelection(): Selection {
  const [chosen, set] = useState(NOTHING);
  const toggle = useCallback((orderId: string) => set((before) => toggled(before, orderId)), []);
  const chooseAll = useCallback(() => set({ ...NOTHING, isAll: true }), []);
  const clear = useCallback(() => set(NOTHING), []);
  return useMemo(() => ({ ...chosen, toggle, chooseAll, clear }), [chosen, toggle, chooseAll, clear]);
}

/** Pure. After "all that fit", one box means that one alone. */
export function toggled({ ids, isAll }: Chosen, orderId: string): Chosen {
  const next = new Set(isAll ? [] : ids);
  if (next.delete(orderId)) return { ids: next, isAll: false, isFull: false };
  if (next.size >= MOST_CHOSEN) return { ids: next, isAll: false, isFull: true };
  return { ids: next.add(orderId), isAll: false, isFull: false };
}
