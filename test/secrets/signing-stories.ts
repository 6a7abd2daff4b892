import type { SecretsWorld } from './secrets-world.js';

/** Signing secrets of the operator and of the seller, each made and made again, so that messages bear signatures by two. */
export async function makeSigningSecrets(world: SecretsWorld): Promise<void> {
  for (const [role, others] of [
    ['operator', ['admin', 'operator']],
    ['seller', ['seller']],
  ] as const) {
    for (const nth of ['first', 'second']) {
      const name = `the ${nth} signing secret of the ${role}`;
      const made = await rotate(world, role, nth === 'first' ? '' : '/v1');
      world.canaries.plant(name, made);
      world.canaries.plant(`${name}, its bytes`, Buffer.from(made.slice('whsec_'.length), 'base64').toString('hex'));
      for (const who of others) world.signingSecrets.set(who, made);
    }
  }
}

/** The one answer that holds a signing secret: whoever owns it is told it, and nothing else that is secret. */
export async function readSigningSecret(world: SecretsWorld, path: string, token: string | null): Promise<void> {
  const role = Object.keys(world.tokens).find((name) => world.tokens[name] === token) ?? 'nobody';
  const own = world.signingSecrets.get(role);
  const { status, text, body } = await world.roundtrip.call('GET', path, undefined, { token });
  if (own !== undefined && (status !== 200 || body.secret !== own || body.signing_secret !== own))
    throw new Error(`GET ${path} does not tell the ${role} its own secret: ${status}.`);
  const rest = own === undefined ? text : text.replaceAll(own, '');
  world.heard.push({ what: `GET ${path} by the ${role} -> ${status}`, text: rest });
}

/** Nor does any refusal repeat what stands in a wrong field. */
export async function misplaceInSigning(world: SecretsWorld): Promise<void> {
  const secret = world.canaries.fresh('a secret in a wrong field of a rotation');
  const rotations: unknown[] = [{ grace_s: secret }, { grace_s: [secret] }, [secret], secret];
  const refusals = [
    ...rotations.map((body) => world.call('POST', '/signing-secret/rotate', body)),
    world.call('POST', `/signing-secret/rotate?seller_id=${secret}`, {}),
    world.call('GET', `/v1/signing-secret?seller_id=${secret}`),
    world.call('GET', `/v1/signing-secret?seller_id=${secret}&seller_id=${secret}`),
  ];
  for (const { status, text } of await Promise.all(refusals))
    if (status < 400 || status >= 500) throw new Error(`This should have been refused: ${status} ${text}`);
}

async function rotate(world: SecretsWorld, role: string, prefix: string): Promise<string> {
  const token = world.tokens[role] ?? '';
  const path = `${prefix}/signing-secret/rotate`;
  const answer = await world.roundtrip.call('POST', path, { grace_s: 604_800 }, { token });
  if (answer.status !== 200) throw new Error(`POST ${path} by the ${role}: ${answer.text}`);
  return answer.body.secret as string;
}
