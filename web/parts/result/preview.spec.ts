import { describe, expect, it } from '@jest/globals';
import { isMisdeclared, pictureType, PICTURE_BYTES, previewOf, type ResultFile } from './preview.ts';

const file = (some: Partial<ResultFile>): ResultFile => ({
  ...{ n: 1, filename: 'a.png', mime_type: 'image/png', detected_type: 'image/png', size: 100 },
  ...{ download_url: 'https://here.test/v1/orders/1/files/1' },
  ...some,
});

describe('how a result is shown', () => {
  it('shows each kind of text in its form, and HTML as its source', () => {
    const kinds = ['text', 'json', 'csv', 'html', 'something'].map(
      (output_type) => previewOf({ output_type, text: 'x', files: [] })?.kind,
    );
    expect(kinds).toEqual(['text', 'json', 'csv', 'source', 'text']);
  });

  it('shows an address as a link, and files by themselves', () => {
    expect(previewOf({ output_type: 'url', url: 'https://x.test/', files: [] })).toEqual({
      kind: 'link',
      url: 'https://x.test/',
    });
    expect(previewOf({ output_type: 'json', files: [file({})] })).toBeNull();
  });

  it('shows pictures that their bytes prove, up to 5 MB, and never SVG', () => {
    expect(pictureType(file({}))).toBe('image/png');
    expect(pictureType(file({ detected_type: 'image/webp', mime_type: 'image/png' }))).toBe('image/webp');
    expect(pictureType(file({ detected_type: 'text/plain' }))).toBeNull();
    expect(pictureType(file({ detected_type: 'image/svg+xml', mime_type: 'image/svg+xml' }))).toBeNull();
    expect(pictureType(file({ size: PICTURE_BYTES }))).not.toBeNull();
    expect(pictureType(file({ size: PICTURE_BYTES + 1 }))).toBeNull();
    expect(pictureType(file({ download_url: null }))).toBeNull();
    expect(pictureType(file({ size: null }))).toBeNull();
  });

  it('tells a declared type that the bytes deny', () => {
    expect(isMisdeclared(file({ mime_type: 'image/jpeg' }))).toBe(true);
    expect(isMisdeclared(file({ mime_type: 'IMAGE/PNG; q=1' }))).toBe(false);
    expect(isMisdeclared(file({ mime_type: null }))).toBe(false);
    expect(isMisdeclared(file({ mime_type: 'text/markdown', detected_type: 'text/plain' }))).toBe(false);
  });
});
