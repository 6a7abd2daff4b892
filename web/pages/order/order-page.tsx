import { Page } from '../../parts/page.tsx';

export function OrderPage() {
  return <Page title="OrderPage">…</Page>;
}
