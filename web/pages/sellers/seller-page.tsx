import { Page } from '../../parts/page.tsx';

export function SellerPage() {
  return <Page title="SellerPage">…</Page>;
}
