import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { PACKAGE } from '../../composition/own-package.js';
import type { Making } from './act.js';
import { addAttention } from './attention.js';
import { addCheck } from './check.js';
import { addCompletion } from './completion.js';
import { addOrders } from './orders.js';
import { sayProblem } from './say-problem.js';
import { addSellerCommand } from './seller-command.js';
import { addSellers } from './sellers.js';
import { addServer } from './server.js';
import { addSweeps } from './sweeps.js';
import { addTokens } from './tokens.js';
import { addTools } from './tools.js';
import type { RoundtripWorld } from './world.js';

const AFTER = `
The server is where ROUNDTRIP_URL says (http://127.0.0.1:3000), and ROUNDTRIP_TOKEN holds a token of its API.
Exit codes: 0 done, 1 it could not be done, 2 it was asked wrongly. More: docs/command-line.md`;

export interface Program {
  /** The tree of commands, as Commander has it. */
  readonly command: Command;
  /** Runs the command that the arguments name; answers the exit code. */
  run(args: readonly string[]): Promise<number>;
}

/** The command line `roundtrip`. */
export function makeProgram(world: RoundtripWorld): Program {
  const making: Making = { world, exitCode: 0 };
  const command = new Command('roundtrip');
  command
    .description('The engine that marketplaces of AI tools run to fulfil orders.')
    .option('--json', 'one JSON document instead of text for people')
    .version(versionOfOurs(), '--version')
    .addHelpText('after', AFTER)
    // Before the commands are added, which take it over.
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      ...{ writeOut: world.out, writeErr: world.err },
      outputError: (text, write) =>
        write(
          `roundtrip: ${text
            .replace(/^error: /, '')
            .trim()
            .replace(/\s+/g, ' ')}\n`,
        ),
    });
  addServer(command, making);
  for (const add of [addOrders, addTools, addCheck, addSellers, addTokens, addSweeps, addAttention])
    add(command, making);
  addSellerCommand(command, making);
  addCompletion(command, making);
  return { command, run: (args) => run(command, making, args) };
}

async function run(command: Command, making: Making, args: readonly string[]): Promise<number> {
  try {
    await command.parseAsync([...args], { from: 'user' });
    return making.exitCode;
  } catch (error) {
    return sayProblem(error, making.world, args.includes('--json'));
  }
}

function versionOfOurs(): string {
  return (JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string }).version;
}
