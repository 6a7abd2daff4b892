/** Seeded randomness, the same on every machine. */
export interface Random {
  /** From 0 up to 1. */
  uniform(): number;
  /** Mean 0, deviation 1. */
  normal(): number;
}

/** mulberry32 (T. Ettinger): 32 bits of state, enough for a simulation. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}
