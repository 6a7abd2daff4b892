import { thisProcess, type CommandWorld } from '../command.js';

/** The world around the command line. */
export interface RoundtripWorld extends CommandWorld {
  /** False: progress is not shown, since nobody looks. */
  readonly errOnTerminal: boolean;
  /** Of the terminal; null in a pipe. */
  readonly columns: number | null;
  /** The whole of the standard input. */
  readonly input: () => Promise<string>;
  /** Aborted by Ctrl-C and SIGTERM once it was asked for; before that, they end the process. */
  readonly stopping: () => AbortSignal;
}

/** The process itself. */
export function roundtripProcess(): RoundtripWorld {
  const { stdin, stdout, stderr } = process;
  return {
    ...thisProcess(),
    errOnTerminal: stderr.isTTY === true,
    // A terminal that does not know its width says 0.
    columns: (stdout.isTTY === true && stdout.columns) || null,
    input: async () => {
      let text = '';
      stdin.setEncoding('utf8');
      for await (const piece of stdin) text += String(piece);
      return text;
    },
    stopping: () => {
      const stopped = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => stopped.abort());
      return stopped.signal;
    },
  };
}
