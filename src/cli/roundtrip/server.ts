import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { acting, wholeNumber, type Making } from './act.js';
import type { Session } from './session.js';

/** `serve`, `demo`, `backup` and `restore`: what runs beside the API. Each loads what it needs when it is asked for. */
export function addServer(program: Command, making: Making): void {
  program
    .command('serve')
    .description('run the server until it is stopped; its settings are environment variables (docs/settings.md)')
    .action(
      acting(making, async ({ json }) => {
        if (json) process.env['LOG_FORMAT'] = 'json';
        await import('../../main.js');
      }),
    );
  program
    .command('demo')
    .description('a server, a marketplace and five sellers on this machine, with orders until Ctrl-C')
    .option('--once', 'place 25 orders; exit code 0 if each ended as it should')
    .option('--port <n>', 'where the server listens', wholeNumber('--port', 1))
    .action(
      acting<{ once?: boolean; port?: number }>(making, async (session, { once = false, port = null }) => {
        const { runDemo } = await import('../demo/run-demo.js');
        const lines: string[] = [];
        const print = (line: string) => void (session.json ? lines.push(line) : session.world.out(`${line}\n`));
        const exitCode = await runDemo({ once, port }, print, session.world.stopping());
        if (session.json) session.tell({ ended_well: exitCode === 0, lines }, () => '');
        return exitCode;
      }),
    );
  addCopies(program, making);
}

interface BackupWishes {
  readonly to: string;
  readonly withKey?: boolean;
  readonly filesOnly?: boolean;
}

function addCopies(program: Command, making: Making): void {
  program
    .command('backup')
    .description('copy a running installation: database, result files and a manifest of them (docs/backup.md)')
    .requiredOption('--to <folder>', 'a folder that is new or empty')
    .option('--with-key', 'the encryption key and the admin token, too')
    .option('--files-only', 'the result files alone, for Postgres')
    .action(
      acting<BackupWishes>(making, async (session, { to, withKey, filesOnly }) => {
        process.umask(0o077);
        const { backup } = await import('../backup/backup.js');
        const args = ['--to', to, ...(withKey ? ['--with-key'] : []), ...(filesOnly ? ['--files-only'] : [])];
        const exitCode = await backup(args, quiet(session));
        if (session.json) session.tell({ to, manifest: await manifestIn(to) }, () => '');
        return exitCode;
      }),
    );
  program
    .command('restore')
    .description('put a backup in place, where no database is yet (docs/backup.md)')
    .requiredOption('--from <folder>', 'the folder of a backup')
    .option('--to <folder>', 'a data folder; else where DATABASE_URL and STORAGE_URL say')
    .action(
      acting<{ from: string; to?: string }>(making, async (session, { from, to }) => {
        process.umask(0o077);
        const { restore } = await import('../restore/restore.js');
        const exitCode = await restore(['--from', from, ...(to === undefined ? [] : ['--to', to])], quiet(session));
        if (session.json) session.tell({ from, to: to ?? null, manifest: await manifestIn(from) }, () => '');
        return exitCode;
      }),
    );
}

/** The world of a command that tells people how it goes on: where a document is wanted, it tells nobody. */
function quiet({ world, json }: Session): Session['world'] {
  return json ? { ...world, out: () => undefined } : world;
}

async function manifestIn(folder: string): Promise<unknown> {
  return JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
}
