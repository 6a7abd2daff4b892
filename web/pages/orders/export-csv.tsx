import { Button } from '@mantine/core';
import { ApiProblem } from '../../api/client.ts';
import { useWrite } from '../../parts/use-write.ts';
import { orders as words } from '../../words/orders.ts';
import type { OrdersSearch } from './search.ts';

/** The whole list that fits, as a file. */
export function ExportCsv({ search }: { readonly search: OrdersSearch }) {
  const { write, isPending } = useWrite({ act: download });
  return (
    <Button variant="default" size="compact-md" loading={isPending} onClick={() => write(search)}>
      {words.csv.button}
    </Button>
  );
}

async function download(search: OrdersSearch): Promise<void> {
  const query = new URLSearchParams(Object.entries(search).map(([name, value]) => [name, String(value)]));
  const answer = await fetch(`/v1/orders?${query.toString()}`, { headers: { Accept: 'text/csv' } });
  if (!answer.ok) throw ApiProblem.of({ status: answer.status, data: await answer.json().catch(() => null) });
  const url = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = `orders-${new Date().toISOString().slice(0, 10)}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}
