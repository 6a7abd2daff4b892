import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Settings } from '../../settings/load-settings.js';
import type { Database } from '../../storage/database/database.js';
import { findEncryptionKey } from '../../storage/key-files.js';
import { acquireProcessLock } from '../../storage/process-lock.js';
import { addProof, proofProblem, readProofs } from '../../storage/prove-key.js';
import { SealedBox } from '../../storage/sealed-box.js';
import { rotateKeys, type ColumnReport } from '../../upkeep/rotate-keys.js';
import { CommandProblem, type CommandWorld } from '../command.js';
import { openBeside, settingsOf } from '../open-beside.js';

export const USAGE = `Seals everything in the database anew with a new key, beside running servers.

  npm run rotate-keys [-- --batch ROWS] [--wait-s SECONDS]

First restart the servers with ENCRYPTION_KEY (the new key) and ENCRYPTION_KEY_PREVIOUS (the old one), then run this with
the same settings; several processes need a restart with the new key as the previous one before that. It may be ended and run again. --batch: rows of one transaction at most (300, where bodies are sealed
20); --wait-s: how long to wait for rows that a server has in hand (1200). docs/backup.md tells the rest.
`;

const OPTIONS = { batch: { type: 'string' }, 'wait-s': { type: 'string' }, help: { type: 'boolean' } } as const;

interface Wishes {
  readonly batch: number | undefined;
  readonly waitMs: number;
}

/** Runs the command; answers its exit code: 1 where something is left that the old key sealed, or that no key opens. */
export async function rotate(args: readonly string[], world: CommandWorld): Promise<number> {
  const wishes = readWishes(args);
  if (wishes === null) {
    world.out(USAGE);
    return 0;
  }
  const settings = settingsOf(world);
  const box = boxOf(settings);
  const database = await openBeside(settings);
  try {
    await begin(database, settings, box);
    world.out('Sealing anew with the new key.\n');
    const report = await rotateKeys({
      ...{ database, box, atOnce: wishes.batch, waitMs: wishes.waitMs, pause: (ms) => sleep(ms) },
      elapsed: () => performance.now(),
      told: (place, resealed) => world.onTerminal && world.out(`\r\u001b[K${place} ${resealed}`),
    });
    if (world.onTerminal) world.out('\r\u001b[K');
    return tell(world, report);
  } finally {
    await database.close();
  }
}

function readWishes(args: readonly string[]): Wishes | null {
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options: OPTIONS }));
  } catch (error) {
    throw new CommandProblem((error as Error).message, 2);
  }
  if (values.help) return null;
  const { batch, 'wait-s': wait = '1200' } = values;
  if (batch !== undefined && !/^[1-9]\d{0,3}$/.test(batch))
    throw new CommandProblem('--batch must be a whole number of rows, 1 to 9999.', 2);
  if (!/^\d{1,5}$/.test(wait)) throw new CommandProblem('--wait-s must be a whole number of seconds, 0 to 99999.', 2);
  return { batch: batch === undefined ? undefined : Number(batch), waitMs: Number(wait) * 1_000 };
}

function boxOf({ database, encryptionKey, encryptionKeyPrevious: previous }: Settings): SealedBox {
  const current = database.kind === 'sqlite' ? findEncryptionKey(dirname(database.path), encryptionKey) : encryptionKey;
  if (!current) throw new CommandProblem('ENCRYPTION_KEY must be set to the new key.', 2);
  if (!previous) throw new CommandProblem('ENCRYPTION_KEY_PREVIOUS must be set to the key before it.', 2);
  if (previous.equals(current))
    throw new CommandProblem('ENCRYPTION_KEY and ENCRYPTION_KEY_PREVIOUS are the same: set the first to a new key.', 2);
  return new SealedBox({ current, previous });
}

/**
 * A server that knows only the old key could not open what is sealed anew, so none may be running: one that was started with the new
 * key has left a proof of it, and refuses any other to start. Without that proof, no server may run at all.
 */
async function begin(database: Database, { database: place }: Settings, box: SealedBox): Promise<void> {
  const proofs = await readProofs(database);
  const problem = proofProblem(proofs, box);
  if (problem !== null) throw new CommandProblem(problem);
  if (proofs.some(({ sealed }) => box.isCurrent(sealed))) return;
  const lock = place.kind === 'sqlite' ? acquireProcessLock(place.path) : null;
  if (!lock?.ok)
    throw new CommandProblem(
      'No server was started with the new key yet: restart them with ENCRYPTION_KEY and ENCRYPTION_KEY_PREVIOUS first.',
    );
  await addProof(database, box);
  lock.release();
}

function tell(world: CommandWorld, report: readonly ColumnReport[]): number {
  const sum = (count: 'resealed' | 'left' | 'unreadable') => report.reduce((all, of) => all + of[count], 0);
  for (const { table, column, resealed, left, unreadable } of report)
    world.out(
      `${`${table}.${column}`.padEnd(28)}${String(resealed).padStart(9)} sealed anew${left ? `, ${left} left` : ''}${unreadable ? `, ${unreadable} unreadable` : ''}\n`,
    );
  const [left, unreadable] = [sum('left'), sum('unreadable')];
  if (left > 0)
    world.err(`${left} values are sealed with the old key still, in the hand of a server: run it once more.\n`);
  else world.out('Nothing is sealed with the old key any more.\n');
  if (unreadable > 0) world.err(`${unreadable} values open with neither key, and were left as they are.\n`);
  return left + unreadable > 0 ? 1 : 0;
}
