import { describe, expect, it } from '@jest/globals';
import { planDownload } from '../../src/http/plan-download.js';
import type { KeptFile } from '../../src/orders/order-files.js';

const file: KeptFile = {
  ...{ n: 1, filename: 'Bericht "Über" 50%.pdf', mime_type: 'text/html', detected_type: 'application/pdf' },
  ...{ size: 1000, sha256: 'ab'.repeat(32), key: 'k', url: null },
};
const etag = `"${file.sha256}"`;
const whole = { start: 0, end: 999 };

describe('a download', () => {
  it('is an attachment of the detected type that no browser opens', () => {
    const { status, headers, bytes } = planDownload({}, file);
    expect({ status, bytes }).toEqual({ status: 200, bytes: whole });
    expect(headers).toEqual({
      ETag: etag,
      'Accept-Ranges': 'bytes',
      'Cache-Control': 'private',
      'Content-Security-Policy': 'sandbox',
      'X-Content-Type-Options': 'nosniff',
      'Content-Type': 'application/pdf',
      'Content-Length': '1000',
      'Content-Disposition':
        'attachment; filename="Bericht \\"_ber\\" 50%.pdf"; filename*=UTF-8\'\'Bericht%20%22%C3%9Cber%22%2050%25.pdf',
    });
  });

  it('says that plain text is UTF-8', () => {
    const text = { ...file, detected_type: 'text/plain' };
    expect(planDownload({}, text).headers['Content-Type']).toBe('text/plain; charset=utf-8');
  });

  it.each([etag, `W/${etag}`, '*', `"other", ${etag}`])('is 304 for whom %s says has it', (tag) => {
    const { status, bytes, headers } = planDownload({ 'if-none-match': tag, range: 'bytes=0-1' }, file);
    expect([status, bytes, headers.ETag]).toEqual([304, null, etag]);
  });

  it.each([
    ['bytes=0-9', 0, 9],
    ['bytes=990-', 990, 999],
    ['bytes=990-5000', 990, 999],
    ['bytes=-10', 990, 999],
  ])('sends the part that %s asks for', (range, start, end) => {
    const { status, headers, bytes } = planDownload({ range }, file);
    expect({ status, bytes }).toEqual({ status: 206, bytes: { start, end } });
    expect(headers['Content-Range']).toBe(`bytes ${start}-${end}/1000`);
    expect(headers['Content-Length']).toBe(String(end - start + 1));
  });

  it.each(['bytes=0-1,5-6', 'lines=0-1', 'bytes', 'bytes=a-b', 'bytes=0-1', ''])(
    'sends the whole where %j is several, no range of bytes, or of other bytes',
    (range) => {
      const old = range === 'bytes=0-1' ? { 'if-range': '"older"' } : {};
      expect(planDownload({ range, ...old }, file)).toMatchObject({ status: 200, bytes: whole });
    },
  );

  it('sends a part of the bytes that If-Range names', () => {
    expect(planDownload({ range: 'bytes=0-1', 'if-range': etag }, file).status).toBe(206);
    expect(planDownload({ range: 'bytes=0-1', 'if-range': `W/${etag}` }, file).status).toBe(200);
  });

  it.each(['bytes=1000-', 'bytes=5000-6000'])('is 416 for %s, past the end', (range) => {
    let refusal: unknown;
    try {
      planDownload({ range }, file);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toMatchObject({ status: 416, headers: { 'Content-Range': 'bytes */1000' } });
  });
});
