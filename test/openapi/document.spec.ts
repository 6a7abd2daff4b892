import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccessWorld } from '../access/access-world.js';
import { EXPECTED } from '../access/expected-access.js';
import { IS_RECORDING, recordedExamples, writeExamples, type Recorded } from './record.js';
import { jsonOf, operationsIn, Schemas, type Document, type Operation } from './schemas.js';

/** The OpenAPI document against the server: what is written about every route, and what the route really answers. */
let world: AccessWorld;
let document: Document;
let operations: Map<string, Operation>;
let schemas: Schemas;
const seen = new Map<string, Recorded>();
beforeAll(async () => {
  world = await AccessWorld.start();
  document = (await world.roundtrip.call('GET', '/openapi.json')).body as Document;
  operations = operationsIn(document);
  schemas = new Schemas(document);
});
afterAll(async () => {
  await world.stop();
  if (IS_RECORDING) writeExamples(seen);
});

/** Who asks: an admin where one may; else whoever may, with a proof that is in the call. */
async function tokenFor(route: string, owner: string | undefined): Promise<string | null> {
  const { who } = EXPECTED[route]!;
  if (who.includes('admin')) return world.tokens.admin;
  if (who.includes('seller')) return owner ?? world.owner.token;
  return who.includes('marketplace') ? world.tokens.marketplace : null;
}

const routes = Object.keys(EXPECTED).filter(
  (route) => !/stream$|\/o\/|metrics$|^DELETE \/v1\/session$|callback|uploads/.test(route),
);

describe('the OpenAPI document', () => {
  it('says of every operation what it does, for whom, and how it refuses', () => {
    const ids = [...operations.values()].map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const known = document.tags.map(({ name }) => name);
    for (const [route, { summary = '', description = '', tags = [], responses }] of operations) {
      expect([route, summary]).toEqual([route, expect.stringMatching(/^[A-Z].{5,}/)]);
      expect([route, description]).toEqual([route, expect.stringMatching(/Open to .*\.$/)]);
      expect([route, tags.length, tags.every((tag) => known.includes(tag))]).toEqual([route, 1, true]);
      expect([route, Object.keys(responses)]).toEqual([route, expect.arrayContaining(['429', 'default'])]);
    }
  });

  it('has an example of every JSON body that is sent to it, and of every answer but a few, that fit their schemas', () => {
    const faults: string[] = [];
    const bare: string[] = [];
    for (const [route, { requestBody, responses }] of operations) {
      const answers = Object.entries(responses).filter(([status]) => status.startsWith('2'));
      for (const [what, media] of [['request', requestBody], ...answers] as const) {
        const json = jsonOf(media);
        if (!json?.schema || 'format' in json.schema) continue;
        if (json.example === undefined) bare.push(`${route} ${what}`);
        else faults.push(...schemas.faults(json.schema, json.example).map((fault) => `${route} ${what}: ${fault}`));
      }
    }
    if (IS_RECORDING) return;
    expect(faults).toEqual([]);
    expect(bare).toEqual([]);
  });

  it('names no operation among its examples that there is not', () => {
    const ids = [...operations.values()].map(({ operationId }) => operationId);
    expect(Object.keys(recordedExamples()).filter((id) => !ids.includes(id))).toEqual([]);
  });
});

describe('the answer', () => {
  it.each(routes)('of %s is as the document says', async (route) => {
    const operation = operations.get(route);
    if (!operation) return;
    const { path, body, owner } = await EXPECTED[route]!.call(world);
    const token = await tokenFor(route, owner);
    const { status, body: answer, text } = await world.roundtrip.call(route.split(' ')[0]!, path, body, { token });
    const json = jsonOf(operation.responses[String(status)]);
    expect([status, text === '' || json !== undefined || operation.responses[String(status)] !== undefined]).toEqual([
      EXPECTED[route]!.status,
      true,
    ]);
    if (json?.schema && answer !== undefined) expect(schemas.faults(json.schema, answer)).toEqual([]);
    const request = body ?? (operation.requestBody === undefined ? undefined : {});
    seen.set(operation.operationId, {
      ...(request === undefined ? {} : { request }),
      ...(answer === undefined ? {} : { answer }),
    });
  });
});
