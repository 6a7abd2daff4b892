/**
 * What an error says, in one line: the first, since a driver's message may go on with what it was given. Errors that gather several
 * (a name with two addresses, neither of which answers) have no message of their own: their code stands for it.
 */
export function wordsOf(error: unknown): string {
  const { message = '', code = '' } = (error ?? {}) as { message?: string; code?: string };
  return message.split('\n', 1)[0] || code || 'unknown error';
}
