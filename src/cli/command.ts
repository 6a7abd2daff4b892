import { wordsOf } from '../domain/words-of.js';

/** The world around a command. */
export interface CommandWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** False where the output goes to a pipe or a file: then nothing is drawn over. */
  readonly onTerminal: boolean;
}

/** A reason not to go on, in one line. */
export class CommandProblem extends Error {
  constructor(
    message: string,
    /** 2: it was asked wrongly; 1: it could not be done. */
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
  }
}

/** The process itself. */
export function thisProcess(): CommandWorld {
  return {
    env: process.env,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    onTerminal: process.stdout.isTTY === true,
  };
}

/** Runs a command; answers its exit code. Whatever goes wrong is one line. */
export async function runCommand(name: string, world: CommandWorld, act: () => Promise<number>): Promise<number> {
  try {
    return await act();
  } catch (error) {
    world.err(`${name}: ${wordsOf(error)}\n`);
    return error instanceof CommandProblem ? error.exitCode : 1;
  }
}

/** Shows how far something has come: drawn over on a terminal, one line every tenth in a pipe. */
export class ProgressLine {
  private shown = '';
  private tenth = -1;

  constructor(
    private readonly world: Pick<CommandWorld, 'out' | 'onTerminal'>,
    private readonly label: string,
  ) {}

  /** `share` from 0 to 1. */
  show(share: number, more = ''): void {
    const text = `${this.label} ${Math.floor(share * 100)} %${more === '' ? '' : ` ${more}`}`;
    if (text === this.shown) return;
    this.shown = text;
    const tenth = Math.floor(share * 10);
    if (this.world.onTerminal) this.world.out(`\r\u001b[K${text}`);
    else if (tenth > this.tenth) this.world.out(`${text}\n`);
    this.tenth = Math.max(tenth, this.tenth);
  }

  /** Leaves the line as it stands. */
  end(): void {
    if (this.world.onTerminal && this.shown !== '') this.world.out('\n');
  }
}
