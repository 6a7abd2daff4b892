import { Page } from '../../parts/page.tsx';

export function ToolPage() {
  return <Page title="ToolPage">…</Page>;
}
