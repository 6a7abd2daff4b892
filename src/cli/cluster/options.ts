import { parseOptions, type ParsedOptions } from '../demo/options.js';

export const USAGE = `Usage: npm run cluster -- [--once] [--port N]

Starts a Postgres, one process that answers (ROLE=api) and three that work (ROLE=worker) on this machine, and runs the demo on them
until Ctrl-C. Where DATABASE_URL is postgres://..., a database of its own is made on that server instead, and dropped at the end.

  --once     place 25 orders, wait until all have ended, and exit 0 if each ended as it should
  --port N   where the API listens (3000, or any free port where that is taken)
`;

export interface ClusterSettings {
  readonly parsed: ParsedOptions;
  readonly databaseUrl: string | undefined;
}

/** Arguments as the demo takes them; a DATABASE_URL that is no Postgres is somebody else's. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): ClusterSettings {
  const given = env['DATABASE_URL']?.trim();
  return { parsed: parseOptions(args), databaseUrl: given && /^postgres(ql)?:/i.test(given) ? given : undefined };
}
