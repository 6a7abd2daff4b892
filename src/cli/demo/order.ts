/** What the demo reads of an order (contract, section 2). */
export interface DemoOrder {
  readonly order_id: string;
  readonly short_id: string;
  readonly status: string;
  readonly progress: number | null;
  readonly message: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly delivered_by: string | null;
  readonly created_at: string;
  readonly completed_at: string | null;
  /** Calls made to the seller for it. */
  readonly attempts: number;
}

export function isOver(order: DemoOrder): boolean {
  return order.completed_at !== null;
}

/** From the marketplace's order to its end. */
export function secondsTaken(order: DemoOrder): number {
  return (Date.parse(order.completed_at ?? order.created_at) - Date.parse(order.created_at)) / 1000;
}
