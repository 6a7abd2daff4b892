import { CollectedBody } from './collected-body.js';
import { HeldBody, type BodySink } from './received-body.js';

/** Holds the first bytes of a body and wants no more: for answers whose status is all that counts. */
export class FirstBytes implements BodySink {
  private readonly body = new CollectedBody();
  private left: number;

  constructor(bytes: number) {
    this.left = bytes;
  }

  write(piece: Buffer): Promise<boolean> | undefined {
    if (this.left > 0) this.body.add(piece.subarray(0, this.left));
    this.left -= piece.length;
    return this.left > 0 ? undefined : Promise.resolve(false);
  }

  end(): HeldBody {
    return new HeldBody(this.body.toBuffer());
  }

  async abort(): Promise<void> {}
}
