import { describe, expect, it } from '@jest/globals';
import { hostedFileName } from './hosted-file-name.js';

const url = 'https://cdn.example/out/bicycle.png?sig=1';

describe('the name of a hosted file', () => {
  it.each<[string | undefined, string]>([
    ['attachment; filename="red bicycle.png"', 'red bicycle.png'],
    ['attachment; filename=plain.bin', 'plain.bin'],
    ["attachment; filename*=UTF-8''Fahrrad%20%E2%82%AC.png; filename=other.png", 'Fahrrad €.png'],
    [Buffer.from('attachment; filename="Größe €.png"').toString('latin1'), 'Größe €.png'],
    ['attachment; filename="Gr\u00f6\u00dfe.png"', 'Größe.png'],
    ['attachment; filename="../../etc/passwd"', 'passwd'],
    ['attachment; filename="..\\\\con.txt"', '_con.txt'],
    ['attachment; filename=""', 'bicycle.png'],
    ['inline', 'bicycle.png'],
    ['attachment; filename="half', 'bicycle.png'],
    [`attachment; filename="${'x'.repeat(5_000)}.png"`, 'bicycle.png'],
    ['', 'bicycle.png'],
    [undefined, 'bicycle.png'],
  ])('is, of Content-Disposition %j, %j', (disposition, name) => {
    expect(hostedFileName(url, disposition, 1)).toBe(name);
  });

  it.each<[string, string]>([
    ['https://cdn.example/a/Gr%C3%B6%C3%9Fe.pdf', 'Größe.pdf'],
    ['https://cdn.example/a%2Fb%2F..%2Fc.pdf', 'c.pdf'],
    ['https://cdn.example/%E0%A4%A.pdf', '%E0%A4%A.pdf'],
    ['https://cdn.example/folder/', 'result-3'],
    ['https://cdn.example', 'result-3'],
    ['https://cdn.example/..%00', 'result-3'],
  ])('is else the last part of the path: %s makes %s', (address, name) => {
    expect(hostedFileName(address, undefined, 3)).toBe(name);
  });
});
