/** The disk, or what stands in for it, is `full`, or does not take or give anything now for another reason. */
export type StorageTrouble = 'full' | 'unavailable';

/** No room; SQLite says the last where the memory that it shares through a file cannot grow. */
const FULL = new Set(['SQLITE_FULL', 'ENOSPC', 'EDQUOT', 'QuotaExceeded', 'SQLITE_IOERR_SHMSIZE', '53100']);
const OUT_OF_ORDER = /^SQLITE_(IOERR|BUSY|LOCKED|READONLY|CANTOPEN|PROTOCOL)/;
/**
 * Postgres is starting, stopping, or has no memory or place for us; it cut us off; or others kept changing the same rows
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
const POSTGRES_OUT_OF_ORDER = /^(CONNECTION_LOST|08\w{3}|53\w{3}|57P\w{2}|58\w{3}|25P03|40001|40P01)$/;
/** Errors wrap one another a few times at most; a ring of causes ends here too. */
const DEEPEST = 5;

export interface FoundTrouble {
  readonly trouble: StorageTrouble;
  /** Its own word for it: `SQLITE_FULL`, `ENOSPC`. */
  readonly code: string;
}

/**
 * What an operator has to mend and no programmer: null for any other error. Told by the codes of SQLite, of Postgres, of the system and of
 * `StorageUnavailable`, also where such an error is only the cause of another.
 */
export function findStorageTrouble(error: unknown): FoundTrouble | null {
  for (let [found, depth] = [error, 0]; found instanceof Error && depth < DEEPEST; found = found.cause, depth++) {
    const { code, name } = found as Error & { code?: unknown };
    if (typeof code !== 'string') continue;
    if (FULL.has(code)) return { trouble: 'full', code };
    const outOfOrder = OUT_OF_ORDER.test(code) || POSTGRES_OUT_OF_ORDER.test(code);
    if (outOfOrder || name === 'StorageUnavailable') return { trouble: 'unavailable', code };
  }
  return null;
}
