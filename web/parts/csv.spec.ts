import { describe, expect, it } from '@jest/globals';
import { readCsv } from './csv.ts';

const rowsOf = (text: string) => readCsv(text).rows;

describe('CSV', () => {
  it('has rows of fields, ended by CRLF or LF, the last line ended or not', () => {
    expect(rowsOf('a,b\r\n1,2\r\n')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
    expect(rowsOf('a,b\n1,2')).toEqual(rowsOf('a,b\r1,2\r'));
  });

  it('has quoted fields with separators, lines and quotes in them', () => {
    expect(rowsOf('"a, b","c\r\nd","e ""f"""\r\n1,,')).toEqual([
      ['a, b', 'c\r\nd', 'e "f"'],
      ['1', '', ''],
    ]);
  });

  it('is read where it is not quite CSV: uneven rows, open quotes, text behind a quote, a byte order mark', () => {
    expect(rowsOf('\ufeffa,b\n1\n1,2,3')).toEqual([['a', 'b'], ['1'], ['1', '2', '3']]);
    expect(rowsOf('a,"b\nc')).toEqual([['a', 'b\nc']]);
    expect(rowsOf('"a"b,c')).toEqual([['ab', 'c']]);
    expect(rowsOf('a"b"c,d')).toEqual([['a"b"c', 'd']]);
  });

  it('may be separated by semicolons or tabs', () => {
    expect(rowsOf('a;b\n1,5;2')).toEqual([
      ['a', 'b'],
      ['1,5', '2'],
    ]);
    expect(rowsOf('"x;y;z"\tb')).toEqual([['x;y;z', 'b']]);
  });

  it('is read no further than asked', () => {
    expect(readCsv('a\nb\nc', 2)).toEqual({ rows: [['a'], ['b']], more: true });
    expect(readCsv('a\nb\n', 2)).toEqual({ rows: [['a'], ['b']], more: false });
    expect(readCsv('')).toEqual({ rows: [], more: false });
  });

  it('keeps empty lines between rows, and reads much of it in no time', () => {
    expect(rowsOf('a\n\nb')).toEqual([['a'], [''], ['b']]);
    const long = 'x'.repeat(100_000);
    expect(rowsOf(`${long},"${long}\n`.repeat(3))).toHaveLength(2);
  });
});
