import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { IssuedCertificate } from '../test/support/local-authority.js';
import type { FromSeller, ToSeller } from './fast-seller.js';

/** The quick seller in a process of its own, so that both sides of a measurement have a core. */
export class SellerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly origin: string,
  ) {}

  static async start({ key, cert }: IssuedCertificate): Promise<SellerProcess> {
    const child = fork(fileURLToPath(new URL('./fast-seller.js', import.meta.url)));
    send(child, { kind: 'open', key, cert });
    const { port } = await heard(child, 'opened');
    return new SellerProcess(child, `https://localhost:${port}`);
  }

  /** Counts from now on; the promise inside is kept when the last of `gets` GETs has been answered: epoch milliseconds. */
  async expect(gets: number): Promise<{ readonly lastAnswer: Promise<number> }> {
    const expecting = heard(this.child, 'expecting');
    const answered = heard(this.child, 'answered');
    send(this.child, { kind: 'expect', gets });
    await expecting;
    return { lastAnswer: answered.then(({ at }) => at) };
  }

  close(): void {
    this.child.kill();
  }
}

function send(child: ChildProcess, message: ToSeller): void {
  child.send(message);
}

function heard<K extends FromSeller['kind']>(child: ChildProcess, kind: K): Promise<Extract<FromSeller, { kind: K }>> {
  return new Promise((resolve, reject) => {
    const listen = (message: FromSeller) => {
      if (message.kind !== kind) return;
      child.off('message', listen);
      child.off('exit', ended);
      resolve(message as Extract<FromSeller, { kind: K }>);
    };
    const ended = () => reject(new Error('The seller ended by itself.'));
    child.on('message', listen);
    child.once('exit', ended);
  });
}
