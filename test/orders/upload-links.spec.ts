import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { redactUrl } from '../../src/domain/redact-url.js';
import { UploadLinks, type UploadProof } from '../../src/orders/upload-links.js';
import { SealedBox } from '../../src/storage/sealed-box.js';
import { ManualClock } from '../support/manual-clock.js';

const clock = new ManualClock();
const key = randomBytes(32);
const linksOf = (box: SealedBox) => new UploadLinks(box, () => 'https://rt.example/base', clock);
const links = linksOf(new SealedBox({ current: key }));
const terms = {
  objectKey: 'orders/0197c1d0-0000-7000-8000-000000000001/20300107-abc123-ä b.png',
  size: 7,
  mimeType: 'image/png',
};
const expires = clock.now() / 1000 + 3600;

function proofOf(url: string): UploadProof {
  return Object.fromEntries(new URL(url).searchParams);
}

describe('an upload URL', () => {
  const url = links.make(terms, expires);

  it('is below the public URL, and holds the terms that it was made for', () => {
    expect(url).toMatch(
      /^https:\/\/rt\.example\/base\/api\/orders\/uploads\/0197c1d0-0000-7000-8000-000000000001\/20300107-abc123-%C3%A4%20b\.png\?/,
    );
    expect(links.check(terms.objectKey, proofOf(url))).toEqual(terms);
  });

  it('is good with each letter of its signature as it is, and with no other', () => {
    const proof = proofOf(url);
    const signature = String(proof.signature);
    for (let at = 0; at < signature.length; at++) {
      const other = signature[at] === 'x' ? 'y' : 'x';
      const wrong = signature.slice(0, at) + other + signature.slice(at + 1);
      expect(() => links.check(terms.objectKey, { ...proof, signature: wrong })).toThrow(/not valid/);
    }
  });

  it.each<[string, object]>([
    ['lines moved between its parts', { size: '7\nimage/png', type: String(expires) }],
    ['a size that counts the same', { size: '07' }],
    ['a list for a text', { signature: ['a'] }],
    ['nothing', { signature: '', expires: undefined }],
  ])('is not valid with %s', (_what, wrong) => {
    expect(() => links.check(terms.objectKey, { ...proofOf(url), ...wrong })).toThrow(/not valid/);
  });

  it('outlives a change of keys, once', () => {
    const next = randomBytes(32);
    const rotated = linksOf(new SealedBox({ current: next, previous: key }));
    expect(rotated.check(terms.objectKey, proofOf(url))).toEqual(terms);
    const gone = linksOf(new SealedBox({ current: randomBytes(32), previous: next }));
    expect(() => gone.check(terms.objectKey, proofOf(url))).toThrow(/not valid/);
  });

  it('ends at its second', () => {
    const short = links.make(terms, clock.now() / 1000 + 1);
    clock.advance(999);
    expect(links.check(terms.objectKey, proofOf(short))).toEqual(terms);
    clock.advance(1);
    expect(() => links.check(terms.objectKey, proofOf(short))).toThrow(/expired/);
  });

  it('shows no signature where URLs are told', () => {
    const shown = redactUrl(url);
    expect(shown).not.toContain(String(proofOf(url).signature));
    expect(shown).toContain('signature=••••');
  });
});
