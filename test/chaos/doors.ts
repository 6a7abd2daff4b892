import { setTimeout as sleep } from 'node:timers/promises';

/** One that does not answer within this is left for the next: it may be stopped. */
const PATIENCE_MS = 4_000;
const PAUSE_MS = 100;

export interface DoorAnswer {
  readonly status: number;
  readonly text: string;
}

/** The ways in, as a load balancer without much sense would have them: whoever comes is sent to one, and to the next where nobody answers. */
export class Doors {
  /** Requests that got no answer, or one that says "later". */
  unanswered = 0;
  private turn = 0;

  constructor(
    private readonly urls: readonly string[],
    private readonly isOver: () => boolean,
  ) {}

  /** Again and again until somebody answers with less than a 5xx; null once the campaign is over. */
  async post(path: string, body: string, headers: Readonly<Record<string, string>>): Promise<DoorAnswer | null> {
    while (!this.isOver()) {
      const answer = await this.once(this.turn++, path, body, headers);
      if (answer && answer.status < 500) return answer;
      this.unanswered += 1;
      await sleep(PAUSE_MS);
    }
    return null;
  }

  /** At all doors at once; answers what each said. */
  async postEverywhere(path: string, body: string, headers: Readonly<Record<string, string>>): Promise<DoorAnswer[]> {
    const answers = await Promise.all(this.urls.map((_, nth) => this.once(nth, path, body, headers)));
    return answers.filter((answer) => answer !== null && answer.status < 500) as DoorAnswer[];
  }

  private async once(
    nth: number,
    path: string,
    body: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<DoorAnswer | null> {
    try {
      const init = { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } };
      const url = `${this.urls[nth % this.urls.length]}${path}`;
      const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
      return { status: answer.status, text: await answer.text() };
    } catch {
      return null;
    }
  }
}
