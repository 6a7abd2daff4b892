/** What Roundtrip posts to `job_url` (contract, section 4). */
export interface Job {
  readonly short_id: string;
  readonly order_id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly callback_url: string;
  /** Unix seconds of the order's creation. */
  readonly ts: number;
}

/** How a seller answers one request; `hang` never answers and leaves the connection open. */
export type Reply =
  'hang' | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: object };

/** Posts a body to the job's callback URL with the tool's secret, until it is taken. */
export type CallBack = (job: Job, body: object) => Promise<void>;

/** One seller of the demo: its tool's name, what it does with a job, and how its orders should end. */
export interface DemoSeller {
  readonly shortId: string;
  /** One line for the person who watches. */
  readonly story: string;
  readonly ends: { readonly status: 'completed' | 'failed'; readonly deliveredBy: 'callback' | 'check' | 'reply' };
  /** What a buyer might order here. */
  readonly inputs: (n: number) => Record<string, unknown>;
  takeJob(job: Job, callBack: CallBack): Reply;
  /** Absent: the tool has no status URL. */
  answerCheck?(orderId: string): Reply;
}
