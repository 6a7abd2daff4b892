import { parseArgs } from 'node:util';

export interface DemoOptions {
  readonly once: boolean;
  /** Null: 3000 where it is free, else any. */
  readonly port: number | null;
}

export const USAGE = `Usage: npm run demo -- [--once] [--port N]

Starts Roundtrip with a demo marketplace and five small sellers, and places orders until Ctrl-C.

  --once     place 25 orders, wait until all have ended, and exit 0 if each ended as it should
  --port N   where the server listens (3000, or any free port where that is taken)
`;

export type ParsedOptions =
  | { readonly ok: true; readonly options: DemoOptions }
  | { readonly ok: false; readonly help: boolean; readonly problem: string };

export function parseOptions(args: readonly string[]): ParsedOptions {
  const wrong = (problem: string): ParsedOptions => ({ ok: false, help: false, problem });
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { once: { type: 'boolean' }, port: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help) return { ok: false, help: true, problem: '' };
    const port = values.port === undefined ? null : Number(values.port);
    if (port !== null && !(Number.isInteger(port) && port > 0 && port < 65_536))
      return wrong(`--port must be a whole number from 1 to 65535; it is "${values.port}".`);
    return { ok: true, options: { once: values.once ?? false, port } };
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
}
