const SCHEME = 'data:';
const DATA_PREFIX = /^data:([^;,\s]*)(?:;[^;,\s]+)*?;base64$/i;
const MIME_TYPE = /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/;
const LONGEST_PREFIX = 512;

/**
 * Reads the `data:[<type>][;params];base64,` prefix (RFC 2397) that may stand before base64 text, from pieces cut anywhere.
 * Open until the text has shown whether it has one; at most 512 characters and one piece are held until then.
 */
export class Base64Prefix {
  /** Characters of the prefix, the comma included; 0 where there is none. */
  length = 0;
  /** The lower-case `type/subtype`; null where the prefix names none. */
  mimeType: string | null = null;
  isOpen = true;

  private head = '';

  /** Takes the next piece of the text while open. Returns what is wrong with the prefix, as a sentence. */
  take(text: string): string | null {
    this.head += text;
    return this.look(false);
  }

  /** Says that the text ends here. Returns as `take`; not open afterwards. */
  close(): string | null {
    return this.look(true);
  }

  /** Hands back all text taken so far, the prefix included, and forgets it. */
  release(): string {
    const { head } = this;
    this.head = '';
    return head;
  }

  private look(isWhole: boolean): string | null {
    const scheme = this.head.slice(0, SCHEME.length).toLowerCase();
    if (scheme !== SCHEME) {
      this.isOpen = !isWhole && SCHEME.startsWith(scheme);
      return null;
    }
    const comma = this.head.slice(0, LONGEST_PREFIX).indexOf(',');
    if (comma === -1 && !isWhole && this.head.length < LONGEST_PREFIX) return null;
    this.isOpen = false;
    return this.read(comma);
  }

  private read(comma: number): string | null {
    const match = comma === -1 ? null : DATA_PREFIX.exec(this.head.slice(0, comma));
    if (match === null) return 'The data: prefix must read "data:<type>;base64," before the base64 text.';
    const type = (match[1] ?? '').toLowerCase();
    if (type !== '' && !MIME_TYPE.test(type)) return 'The type in the data: prefix must read like "image/png".';
    this.length = comma + 1;
    this.mimeType = type === '' ? null : type;
    return null;
  }
}
