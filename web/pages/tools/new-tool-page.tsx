import { Page } from '../../parts/page.tsx';

export function NewToolPage() {
  return <Page title="NewToolPage">…</Page>;
}
