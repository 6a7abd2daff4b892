import { Argument, type Command } from 'commander';
import { acting, type Making } from './act.js';
import { COMPLETIONS, type Branch, type Shell } from './completion-scripts.js';

const SHELLS = Object.keys(COMPLETIONS) as Shell[];

/** `completion`: what a shell reads to complete our commands. */
export function addCompletion(program: Command, making: Making): void {
  program
    .command('completion')
    .description('a script for your shell that completes commands and options')
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .action(
      acting(making, async (session, _options, shell) => {
        const script = COMPLETIONS[shell as Shell](branchesOf(program));
        session.tell({ shell, script }, () => script);
      }),
    );
}

/** Every command with what may follow it: commands, options, and the words that an argument may be. */
function branchesOf(command: Command, path: readonly string[] = [], above: readonly string[] = []): Branch[] {
  const options = [...above, ...command.options.filter(({ hidden }) => !hidden).flatMap(({ long }) => long ?? [])];
  const inherited = path.length === 0 ? ['--json', '--help'] : above;
  const names = command.commands.map((child) => child.name());
  const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  const words = [...new Set([...names, ...choices, ...options, '--help'])];
  return [
    { path, words },
    ...command.commands.flatMap((child) => branchesOf(child, [...path, child.name()], inherited)),
  ];
}
