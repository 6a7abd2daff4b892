import type { Command } from 'commander';
import { CommandProblem } from '../command.js';
import { Session } from './session.js';
import type { RoundtripWorld } from './world.js';

/** What the commands are made with: the world they run in, and where their exit code goes. */
export interface Making {
  readonly world: RoundtripWorld;
  exitCode: number;
}

/** What a command does, with its options and the arguments in their order. No answer: exit code 0. */
export type Act<Options> = (session: Session, options: Options, ...args: string[]) => Promise<number | void>;

/** An act as Commander calls it: with the arguments, the options and the command. */
export function acting<Options extends object>(
  making: Making,
  act: Act<Options>,
): (...given: unknown[]) => Promise<void> {
  return async (...given) => {
    const command = given.at(-1) as Command;
    const options = command.optsWithGlobals<Options & { json?: boolean }>();
    const session = new Session(making.world, options.json === true);
    making.exitCode = (await act(session, options, ...(given.slice(0, -2) as string[]))) ?? 0;
  };
}

/** Reads an option that is a whole number of at least `least`. */
export function wholeNumber(name: string, least: number, most = 999_999_999): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d{1,9}$/.test(text) && value >= least && value <= most) return value;
    const range = most === 999_999_999 ? `of at least ${least}` : `from ${least} to ${most}`;
    throw new CommandProblem(`${name} must be a whole number ${range}.`, 2);
  };
}

/** Refuses what cannot be taken back unless `--yes` says that it is meant. */
export function meant({ yes }: { readonly yes?: boolean }, what: string): void {
  if (!yes) throw new CommandProblem(`${what} cannot be taken back: add --yes if you mean it.`, 2);
}
