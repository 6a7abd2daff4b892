import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { kitTool, type RegisteredTool } from '../../src/kits/kit-tool.js';
import { Kits, KITS } from '../../src/kits/kits.js';
import { makeTempFolder } from '../support/temp-folder.js';
import { aTool } from './a-tool.js';

const NAMES = [
  `"'\`; process.exit(1) //`,
  '</script><script>alert(1)</script>',
  '${process.env.HOME} {{7*7}} {{$env.PATH}} #{x} %(y)s {0}',
  'line\nbreak\r\nand \u2028 \u2029 \u0000 tab\t',
  '*/ process.exit(1) /*',
  '"""\nimport os\nos._exit(1)\n"""',
  '\\" \\u0022 \\x27 \\',
  'TOOL_OF_THE_KIT SECRETS_OF_THE_KIT $& $1 $`',
  '__proto__',
  '\u202eabc\u202c 🙂 \ud800',
  '- [x](javascript:alert(1)) `` ``` | a | b |\n# heading\n```sh\nrm -rf x\n```',
];
const URLS = [
  ['https://seller.test/job?token=hidden-in-a-query', 'https://seller.test/s/{order_id}?key=hidden-in-a-query'],
  [`https://seller.test/it's/(a)/*job*/$&`, 'https://seller.test/`x`/{order_id}/{order_id}'],
  ['https://seller.test/', null],
  ['https://seller.test/%22%27%0a%60/:id/<x>', 'https://seller.test/a{order_id}b'],
  ['https://seller.test/${7}/job', 'https://seller.test/s?id={remote_id}'],
  ['https://seller.test/a/../b;c=d', 'https://seller.test/s/{remote_id}'],
] as const;

/** Every name with plain URLs, every pair of URLs with a plain name, and headers that are names but little else. */
const HOSTILE: RegisteredTool[] = [
  ...NAMES.map((name) => aTool({ name })),
  ...URLS.map(([job, status]) =>
    aTool({
      job_url: new URL(job).href,
      status_url: status,
      payload_template: '{"a":1}',
      response: { dialect: 'auto' },
    }),
  ),
  aTool({
    callback_auth: 'url_token',
    auth_headers: {
      "x-'`$|~!#%&*+^": 'hidden',
      'X-Key': 'hidden',
      x_key: 'hidden',
      'x-key_2': 'hidden',
      authorization: 'hidden',
    },
  }),
];

const folder = makeTempFolder('roundtrip-kits-');
const byExtension: Record<string, (file: string) => void> = {
  mjs: (file) => void execFileSync(process.execPath, ['--check', file], { stdio: 'pipe' }),
  py: (file) => void execFileSync('python3', ['-m', 'py_compile', file], { stdio: 'pipe' }),
  json: () => undefined,
  md: () => undefined,
};
afterAll(() => folder.remove());

describe.each(KITS.map((kit) => [kit.name, kit] as const))('the kit %s', (_name, kit) => {
  it('stays what it is, whatever a tool is called and wherever it is', () => {
    const extension = kit.filename.split('.').at(-1)!;
    for (const [i, tool] of HOSTILE.entries()) {
      const text = kit.render(kitTool(tool));
      const file = folder.join(`${kit.name}-${i}.${extension}`);
      writeFileSync(file, text);
      byExtension[extension]!(file);
      if (extension === 'json') expect(JSON.parse(text)).toBeTruthy();
      expect(text).not.toContain('hidden');
      expect(text).not.toMatch(/_OF_THE_KIT(?! SECRETS| \$)/);
    }
  });

  it('names every secret and holds none', () => {
    const text = kit.render(kitTool(aTool()));
    expect(text).not.toMatch(/whsec_[A-Za-z0-9+/]{8}/);
    expect(text).not.toContain('••••');
  });

  it('is small enough to read', () => {
    expect(kit.render(kitTool(aTool())).length).toBeLessThan(64 * 1024);
  });
});

describe('what stands in a kit that nothing here can run', () => {
  const rendered = (name: string) => KITS.find((kit) => kit.name === name)!.render(kitTool(aTool()));

  it('make: each way that is not for everybody has its conditions', () => {
    const filters: { name: string; conditions?: { a: string; o: string }[][] }[] = [];
    JSON.parse(rendered('make'), (key, value: (typeof filters)[number]) => {
      if (key === 'filter') filters.push(value);
      return value;
    });
    expect(filters.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['A new run', 'The same run', 'It asks to fail', 'Work', 'Neither a check nor a job']),
    );
    for (const { conditions } of filters)
      expect(conditions?.flat()).toContainEqual(expect.objectContaining({ a: expect.stringContaining('{{') }));
  });

  it('zapier: a table without gaps, and code as it is meant', () => {
    const text = rendered('zapier');
    expect(text).toMatch(/\| name \| value \|\n\| ---- \| ----- \|\n\| ROUNDTRIP_/);
    expect(text).not.toMatch(/\| \||;;/);
  });
});

describe('code of a hostile tool', () => {
  let node: string;
  beforeAll(() => {
    node = KITS.find(({ name }) => name === 'node')!.render(kitTool(aTool({ name: NAMES.join(' ') })));
  });

  it('holds the name as data and nothing else', () => {
    const literal = /const TOOL = (\{.*?\n\});/s.exec(node)![1]!;
    expect((JSON.parse(literal) as { name: string }).name).toBe(NAMES.join(' '));
  });
});

describe('where a kit listens', () => {
  const at = (fields: Partial<RegisteredTool>) => {
    const { jobPath, statusPath, notes } = kitTool(aTool(fields));
    return { jobPath, statusPath, notes };
  };

  it('is where the tool says', () => {
    expect(at({})).toEqual({ jobPath: '/roundtrip/job', statusPath: '/roundtrip/status/{order_id}', notes: [] });
    expect(at({ status_url: 'https://seller.test/s/{remote_id}/now?x=1' }).statusPath).toBe('/s/{order_id}/now');
  });

  it('is beside the job URL where the tool has no status URL, and the kit says so', () => {
    expect(at({ status_url: null })).toEqual({
      jobPath: '/roundtrip/job',
      statusPath: '/roundtrip/job/status/{order_id}',
      notes: ['PATCH status_url to https://seller.test/roundtrip/job/status/{order_id}: there the kit answers checks.'],
    });
  });

  it.each([
    'https://seller.test/(a)*',
    "https://seller.test/it's",
    'https://seller.test/a:b',
    'https://seller.test/%20',
  ])('is its own path where the tool’s could be read as a pattern: %s', (job_url) => {
    const { jobPath, notes } = at({ job_url });
    expect(jobPath).toBe('/roundtrip/capitals');
    expect(notes).toEqual(['PATCH job_url to https://seller.test/roundtrip/capitals: there the kit takes jobs.']);
  });

  it('does not hold what the tool has beyond the published words, and says so', () => {
    expect(at({ payload_template: '{}', response: { dialect: 'openai' } }).notes).toHaveLength(2);
  });
});

describe('an unknown kit', () => {
  it('is 404, and the known ones are named', () => {
    const told = { status: 404, code: 'unknown_kit', message: expect.stringContaining('express, node, flask') };
    for (const name of ['x', '', '__proto__', '../express', 'EXPRESS'])
      expect(() => new Kits().render(aTool(), name)).toThrow(expect.objectContaining(told));
  });
});
