import type { Settings } from '../../settings/load-settings.js';
import { DUMP, type NewManifest } from '../../upkeep/backup-manifest.js';
import type { CommandWorld } from '../command.js';

export interface MadeBackup {
  readonly manifest: NewManifest;
  readonly settings: Settings;
  readonly to: string;
  readonly withKey: boolean;
  readonly seconds: number;
}

const UNREADABLE =
  'Without the encryption key nobody can read the sealed rows of this backup: the headers and secrets of sellers, and what polls and jobs call. Keep the key apart from it, or add --with-key.';
const AS_GOOD_AS_ALL = 'The key is in it: whoever reads this folder reads every secret in it.';
const NO_DATABASE = `There is no database in it, nor a ${DUMP} beside the files: keep it with a dump that was made before.`;
const ON_S3 = 'Result files lie on S3 and are not in it: keep versions or a replica of the bucket.';

/** Says what was copied, and what was not. */
export function tellBackup(world: CommandWorld, { manifest, settings, to, withKey, seconds }: MadeBackup): void {
  const { database, files, lost_files: lost } = manifest;
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const dump = files.some(({ path }) => path === DUMP);
  const orders = database ? `${database.tables['orders'] ?? 0} orders, ` : '';
  const results = files.filter(({ path }) => path.startsWith('files/')).length;
  world.out(`${orders}${results} result files, ${megabytes(bytes)} in ${to}, in ${seconds.toFixed(1)} s.\n`);
  if (settings.storage.kind === 's3') world.out(`${ON_S3}\n`);
  if (withKey) world.out(`${AS_GOOD_AS_ALL}\n`);
  else if (database || dump) world.out(`${UNREADABLE}\n`);
  if (!database && !dump) world.out(`${NO_DATABASE}\n`);
  if (lost.length > 0)
    world.err(`${lost.length} files that results name had been lost before, the first of them ${lost[0]}.\n`);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
