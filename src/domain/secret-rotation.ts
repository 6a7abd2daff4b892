import type { FieldProblem } from './header-rules.js';

/** How long the secret before the new one counts beside it, in seconds, where the caller does not say. */
export const DEFAULT_GRACE_S = 86_400;
export const LONGEST_GRACE_S = 7 * 86_400;

export type RotationWish =
  { readonly ok: true; readonly graceS: number } | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/**
 * The body of a rotation of the signing secret: `{ grace_s }`, or none. 0 ends the secret before the new one at once. Unknown fields are
 * passed over, as everywhere in Fliq's dialect (contract, section 0).
 */
export function readRotation(body: unknown): RotationWish {
  if (body === undefined) return { ok: true, graceS: DEFAULT_GRACE_S };
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return refuse('body', 'must be a JSON object, such as { "grace_s": 3600 }, or left out');
  const { grace_s: graceS = DEFAULT_GRACE_S } = body as { grace_s?: unknown };
  if (typeof graceS !== 'number' || !Number.isInteger(graceS) || graceS < 0 || graceS > LONGEST_GRACE_S)
    return refuse('grace_s', `must be a whole number of seconds from 0 to ${LONGEST_GRACE_S}`);
  return { ok: true, graceS };
}

function refuse(field: string, message: string): RotationWish {
  return { ok: false, problems: [{ field, message }] };
}
