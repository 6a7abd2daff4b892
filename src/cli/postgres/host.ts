/**
 * A Postgres and nothing else, in a process of its own: a terminal's Ctrl-C does not reach it, so that those who use it can end in
 * order, and it ends with whoever started it, however that ended. Says where it is, and goes when the channel to it closes.
 */
import { startOwnPostgres } from './own-postgres.js';

const gone = new Promise<void>((resolve) => process.once('disconnect', resolve));
const server = await startOwnPostgres({ settings: ['max_connections=200'] });
if (process.connected) process.send?.({ url: server.url });
await gone;
await server.remove();
process.exit(0);
