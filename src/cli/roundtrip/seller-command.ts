import { Option, type Command } from 'commander';
import type { SellerWishes } from '../seller/run-seller.js';
import { acting, wholeNumber, type Making } from './act.js';

const HABITS = 'its bad habits, with commas between them, as in slow,html-200; none: a good seller';

/** `seller`: a seller on this machine that behaves as badly as it is told. */
export function addSellerCommand(program: Command, making: Making): void {
  program
    .command('seller')
    .description('run a seller that behaves as badly as it is told, to see what comes of it')
    .option('--habit <names>', HABITS, '')
    .option('--list', 'show the habits that there are')
    .option('--port <n>', 'where it listens; left out: any free port', wholeNumber('--port', 1, 65_535))
    .addOption(new Option('--road <road>', 'how it tells').choices(['callback', 'check', 'both']).default('both'))
    .option('--work <seconds>', 'how long an order takes', wholeNumber('--work', 0), 2)
    .option(
      '--late <seconds>',
      'how much longer for who has the habit late; left out: 25 hours',
      wholeNumber('--late', 0),
    )
    .action(
      acting<Given>(making, async ({ world, json }, { habit, list = false, port, road, work: workS, late: lateS }) => {
        const habits = habit
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== '');
        const { runSeller } = await import('../seller/run-seller.js');
        return runSeller({ habits, list, port, road, workS, lateS, json, stopping: world.stopping() }, world);
      }),
    );
}

interface Given extends Pick<SellerWishes, 'port' | 'road'> {
  readonly habit: string;
  readonly list?: boolean;
  readonly work: number;
  readonly late?: number;
}
