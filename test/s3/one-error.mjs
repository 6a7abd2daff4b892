// @ts-check
/**
 * Jest gives tests an `Error` of their own, while Node's sockets throw Node's: the AWS SDK then takes a refused connection for
 * something that it has never seen, loses its code and does not try again. With this there is one `Error`, as in life.
 */
import { readFileSync } from 'node:fs';

try {
  readFileSync('/nonexistent');
} catch (error) {
  globalThis.Error = /** @type {ErrorConstructor} */ (/** @type {Error} */ (error).constructor);
}
