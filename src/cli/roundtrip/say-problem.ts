import { CommanderError } from 'commander';
import { ApiProblem } from '../../client/index.js';
import { wordsOf } from '../../domain/words-of.js';
import { CommandProblem } from '../command.js';
import { jsonText, oneLine } from './strangers-text.js';
import type { RoundtripWorld } from './world.js';

/** Says what went wrong, in one line, and answers the exit code: 1 it could not be done, 2 it was asked wrongly. */
export function sayProblem(error: unknown, world: RoundtripWorld, json: boolean): number {
  // Commander has said it, or it was asked for help.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const sentence = oneLine(sentenceOf(error, world));
  if (!json) world.err(`roundtrip: ${sentence}\n`);
  else if (error instanceof ApiProblem) {
    const { code, status, details, requestId: request_id } = error;
    world.err(jsonText({ error: { code, message: sentence, details, status, request_id } }));
  } else {
    const code = error instanceof CommandProblem && error.exitCode === 2 ? 'wrong_usage' : 'failed';
    world.err(jsonText({ error: { code, message: sentence, details: [] } }));
  }
  return error instanceof CommandProblem ? error.exitCode : 1;
}

function sentenceOf(error: unknown, { env }: RoundtripWorld): string {
  if (!(error instanceof ApiProblem)) return wordsOf(error);
  if (error.code === 'no_answer')
    return `There is no answer from ${env['ROUNDTRIP_URL'] || 'http://127.0.0.1:3000'}: set ROUNDTRIP_URL to where the server runs.`;
  // The first stands in the message.
  const others = error.details.slice(1).map(({ field, message }) => `${field} ${message}`);
  return others.length === 0 ? error.message : `${error.message} Also: ${others.join('; ')}.`;
}
