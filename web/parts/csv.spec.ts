import { describe, expect, it } from '@jest/globals';
import { readCsv } from './csv.ts';

const all = (text: string) => {
  const { head, rows } = readCsv(text);
  return [head, ...rows];
};

describe('the CSV reader', () => {
  it('reads records, and takes a last line break as the end of the last', () => {
    expect(all('a,b\r\n1,2\r\n')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
    expect(all('a,b\n1,2')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
    expect(all('a\r1\r2')).toEqual([['a'], ['1'], ['2']]);
  });

  it('reads quoted fields with commas, line breaks and doubled quotes', () => {
    expect(all('name,said\n"Doe, Jane","one\r\ntwo ""three"""\n')).toEqual([
      ['name', 'said'],
      ['Doe, Jane', 'one\r\ntwo "three"'],
    ]);
    expect(all('""')).toEqual([['']]);
    expect(all('"",x')).toEqual([['', 'x']]);
  });

  it('takes quotes within a plain field, and text after a closing quote, as they stand', () => {
    expect(all('5" pipe,"a"b,c')).toEqual([['5" pipe', 'ab', 'c']]);
  });

  it('keeps empty fields and empty lines, and fills short records up', () => {
    expect(all('a,b,c\n,,\n\n1')).toEqual([
      ['a', 'b', 'c'],
      ['', '', ''],
      ['', '', ''],
      ['1', '', ''],
    ]);
    expect(all('a\n1,2')).toEqual([
      ['a', ''],
      ['1', '2'],
    ]);
  });

  it('leaves a byte order mark out', () => {
    expect(all('\ufeff"a",b')).toEqual([['a', 'b']]);
  });

  it('has nothing to show of nothing', () => {
    expect(readCsv('')).toEqual({ head: [], rows: [], moreRows: false, moreColumns: false, isBroken: false });
  });

  it('says that a quoted field never ends', () => {
    expect(readCsv('a,b\n1,"two\n3,4')).toMatchObject({ rows: [['1', 'two\n3,4']], isBroken: true });
  });

  it('stops at its limits, and says that there is more', () => {
    const limits = { rows: 2, columns: 2 };
    expect(readCsv('a,b\n1,2\n3,4', limits)).toMatchObject({ moreRows: false, moreColumns: false });
    const cut = readCsv('a,b,c\n1,2,3\n4,5,6\n7,8,9', limits);
    expect(cut).toMatchObject({ head: ['a', 'b'], moreRows: true, moreColumns: true });
    expect(cut.rows).toEqual([
      ['1', '2'],
      ['4', '5'],
    ]);
  });

  it('reads no further than it shows: a quarter of a million lines cost nothing', () => {
    const started = performance.now();
    expect(readCsv('x,y\n'.repeat(250_000)).rows).toHaveLength(200);
    expect(performance.now() - started).toBeLessThan(200);
  });
});
