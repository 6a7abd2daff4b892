// @ts-check
/** As jest's globalTeardown. */
export default async function stopServer() {
  await /** @type {{ testPostgres?: { remove(): Promise<void> } }} */ (globalThis).testPostgres?.remove();
}
