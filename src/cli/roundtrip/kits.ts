import type { Command } from 'commander';
import { writeFile } from 'node:fs/promises';
import type { components } from '../../client/index.js';
import { CommandProblem } from '../command.js';
import { acting, type Making } from './act.js';
import type { Column } from './table.js';

const COLUMNS: readonly Column<components['schemas']['KitAnswer']>[] = [
  { head: 'kit', of: (kit) => kit.name },
  { head: 'for', of: (kit) => kit.title },
  { head: 'file', of: (kit) => kit.filename },
  { head: 'what it is', of: (kit) => kit.summary },
];

/** `tools kits` and `tools kit`. */
export function addKits(tools: Command, making: Making): void {
  tools
    .command('kits <short_id>')
    .description('working sellers to start from, one for each platform')
    .action(
      acting(making, async (session, _options, short_id) => {
        const answer = await session.api.get('/v1/tools/{short_id}/kits', { path: { short_id } });
        const notes = [...new Set(answer.kits.flatMap((kit) => kit.notes))];
        session.tell(answer, () => session.table(COLUMNS, answer.kits) + notes.map((note) => `${note}\n`).join(''));
      }),
    );
  tools
    .command('kit <short_id> <name>')
    .description("a kit with the tool's own addresses filled in")
    .option('--to <file>', 'where to write it; not where a file is. Left out: the standard output')
    .action(
      acting<{ to?: string }>(making, async (session, { to }, short_id, name) => {
        const path = `/v1/tools/${encodeURIComponent(short_id)}/kits/${encodeURIComponent(name)}`;
        const { bytes, filename } = await session.api.download(path);
        const text = new TextDecoder().decode(bytes);
        if (to === undefined) return session.tell({ short_id, name, filename, text }, () => text);
        await writeFile(to, bytes, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
          const why = error.code === 'EEXIST' ? 'is there already' : `cannot be written (${error.code})`;
          throw new CommandProblem(`--to ${to} ${why}.`, 2);
        });
        session.tell({ short_id, name, filename, to }, () => `The kit is in ${to}.\n`);
      }),
    );
}
