import { randomBytes } from 'node:crypto';

/** Where a canary was seen that should be nowhere. */
export interface Hit {
  readonly canary: string;
  readonly form: string;
  readonly where: string;
}

interface Needle {
  readonly canary: string;
  readonly form: string;
  readonly bytes: Buffer;
}

/** This much of a secret is as good as a find; masks show four characters at most. */
const PART = 16;

/** Secrets that can be told apart, planted all over the product, and looked for everywhere in every spelling. */
export class Canaries {
  private readonly planted = new Map<string, string>();
  private needles: Needle[] | null = null;

  get count(): number {
    return this.planted.size;
  }

  /** A new secret of our choice. */
  fresh(name: string, around = { before: 'canary-', after: '' }): string {
    return this.plant(name, `${around.before}${randomBytes(16).toString('hex')}${around.after}`);
  }

  /** A secret that the product made itself. */
  plant(name: string, value: string): string {
    if (this.planted.has(name) || value.length < PART) throw new Error(`No good canary: ${name}.`);
    this.planted.set(name, value);
    this.needles = null;
    return value;
  }

  /** Every canary, in any spelling, that stands in some bytes. */
  hitsIn(where: string, bytes: Buffer | string): Hit[] {
    const hay = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
    this.needles ??= [...this.planted].flatMap(([canary, value]) => needlesOf(canary, value));
    return this.needles
      .filter((needle) => hay.includes(needle.bytes))
      .map(({ canary, form }) => ({ canary, form, where }));
  }
}

function needlesOf(canary: string, value: string): Needle[] {
  const forms = new Map<string, string>();
  const add = (form: string, text: string) => void ([...forms.values()].includes(text) || forms.set(form, text));
  add('raw', value);
  add('its beginning', value.slice(0, PART + (value.length > 2 * PART ? 8 : 0)));
  add('its end', value.slice(-PART));
  add('JSON', inJson(value));
  add('JSON in JSON', inJson(inJson(value)));
  add('percent-encoded', encodeURIComponent(value));
  add('percent-encoded twice', encodeURIComponent(encodeURIComponent(value)));
  add('hex', Buffer.from(value).toString('hex'));
  add('upper-case hex', Buffer.from(value).toString('hex').toUpperCase());
  add('upper case', value.toUpperCase());
  for (const shift of [0, 1, 2]) {
    for (const encoding of ['base64', 'base64url'] as const)
      add(`${encoding} at ${shift}`, inBase64(value, shift, encoding));
  }
  return [...forms].map(([form, text]) => ({ canary, form, bytes: Buffer.from(text) }));
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** What base64 of any text shows where the secret stands in it, `shift` bytes past a group of three. */
function inBase64(text: string, shift: number, encoding: 'base64' | 'base64url'): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)])
    .toString(encoding)
    .replace(/=+$/, '');
  return encoded.slice(shift === 0 ? 0 : shift + 1, -2);
}
