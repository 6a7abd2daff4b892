import { Page } from '../../parts/page.tsx';

export function SellersPage() {
  return <Page title="SellersPage">…</Page>;
}
