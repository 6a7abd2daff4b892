import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { makeProgram } from '../../src/cli/roundtrip/program.js';

/** What `roundtrip completion` writes for a shell. */
async function script(shell: string): Promise<string> {
  let text = '';
  const program = makeProgram({
    ...{ env: {}, onTerminal: false, errOnTerminal: false, columns: null },
    ...{ out: (more) => void (text += more), err: (more) => void (text += more) },
    ...{ input: async () => '', stopping: () => new AbortController().signal },
  });
  expect(await program.run(['completion', shell])).toBe(0);
  return text;
}

/** What bash offers for the last of these words. */
async function offered(...words: string[]): Promise<string[]> {
  const list = words.map((word) => `'${word}'`).join(' ');
  const ask = `COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _roundtrip; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', `${await script('bash')}\n${ask}`], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.trim().split('\n');
}

describe('completion', () => {
  it('offers commands, then those of a group, then options and the words that may stand there', async () => {
    expect(await offered('roundtrip', 'se')).toEqual(['serve', 'sellers', 'seller']);
    expect(await offered('roundtrip', 'orders', 'ca')).toEqual(['cancel']);
    expect(await offered('roundtrip', '--json', 'orders', 'list', '--st')).toEqual(['--status']);
    expect(await offered('roundtrip', 'check', 'a-tool', '--at')).toEqual(['--at-least']);
    expect(await offered('roundtrip', 'completion', '')).toEqual(expect.arrayContaining(['bash', 'zsh', 'fish']));
  });

  it.each(['bash', 'zsh', 'fish'])('knows every command in %s', async (shell) => {
    const text = await script(shell);
    for (const name of ['serve', 'orders watch', 'tools rotate-secret', 'sellers add', 'completion'])
      expect(text).toContain(`'${name}'`);
    expect(text).toContain('--at-least');
  });

  it.each(['bash', 'zsh', 'fish'])('is a script that %s takes, where it is installed', async (shell) => {
    const { error, status, stderr } = spawnSync(shell, ['-n'], { input: await script(shell), encoding: 'utf8' });
    if (error) return;
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('refuses other shells', async () => {
    await expect(script('tcsh')).rejects.toThrow();
  });
});
