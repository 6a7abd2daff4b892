import { Option, type Command } from 'commander';
import { CommandProblem, type CommandWorld } from '../command.js';
import { acting, wholeNumber, type Making } from './act.js';

/** What `seller` was asked for. */
export interface SellerWishes {
  /** Names of habits; none: a good seller. */
  readonly habits: readonly string[];
  /** To show the habits that there are, and end. */
  readonly list: boolean;
  readonly port: number | undefined;
  readonly road: 'callback' | 'check' | 'both';
  /** How long an order takes. */
  readonly workS: number;
  readonly json: boolean;
  /** Stops it. */
  readonly stopping: AbortSignal;
}

interface RunsSellers {
  readonly runSeller: (wishes: SellerWishes, world: CommandWorld) => Promise<number>;
}

const HABITS = 'its bad habits, with commas between them, as in slow,html-200; none: a good seller';

/** `seller`: a seller on this machine that behaves as badly as it is told. */
export function addSellerCommand(program: Command, making: Making): void {
  program
    .command('seller')
    .description('run a seller that behaves as badly as it is told, to see what comes of it')
    .option('--habit <names>', HABITS, '')
    .option('--list', 'show the habits that there are')
    .option('--port <n>', 'where it listens; left out: any free port', wholeNumber('--port', 1))
    .addOption(new Option('--road <road>', 'how it tells').choices(['callback', 'check', 'both']).default('both'))
    .option('--work <seconds>', 'how long an order takes', wholeNumber('--work', 0), 2)
    .action(
      acting<Given>(making, async ({ world, json }, { habit, list = false, port, road, work: workS }) => {
        const habits = habit
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== '');
        const { runSeller } = await load();
        return runSeller({ habits, list, port, road, workS, json, stopping: world.stopping() }, world);
      }),
    );
}

interface Given extends Pick<SellerWishes, 'port' | 'road'> {
  readonly habit: string;
  readonly list?: boolean;
  readonly work: number;
}

/** By a name that is no literal: the command line is whole without it. */
async function load(): Promise<RunsSellers> {
  const name = '../seller/run-seller.js';
  try {
    return (await import(name)) as RunsSellers;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new CommandProblem('The seller with bad habits is not part of this build.');
  }
}
