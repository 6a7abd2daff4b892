import 'reflect-metadata';
import { runCommand, thisProcess } from '../command.js';
import { migrateToPostgres } from './migrate.js';

const world = thisProcess();
process.exitCode = await runCommand('migrate:to-postgres', world, () =>
  migrateToPostgres(process.argv.slice(2), world),
);
