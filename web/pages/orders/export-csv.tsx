import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useRef, useState } from 'react';
import { ApiProblem } from '../../api/client.ts';
import { bytes as sizeOf } from '../../parts/bytes.ts';
import { orders as words } from '../../words/orders.ts';
import { csvName, fetchCsv } from './csv-file.ts';
import type { OrdersSearch } from './search.ts';

/** The whole list that fits, as a file; a second click gives it up. */
export function ExportCsv({ search }: { readonly search: OrdersSearch }) {
  const [count, setCount] = useState<number | null>(null);
  const going = useRef<AbortController | null>(null);
  useEffect(() => () => going.current?.abort(), []);
  const start = async () => {
    const { signal } = (going.current = new AbortController());
    setCount(0);
    try {
      save(await fetchCsv(search, setCount, signal), csvName(search, new Date()));
      notifications.show({ message: words.csv.done, color: 'green' });
    } catch (error) {
      if (!signal.aborted) tell(error);
    }
    going.current = null;
    setCount(null);
  };
  if (count === null)
    return (
      <Button variant="default" size="xs" onClick={() => void start()}>
        {words.csv.button}
      </Button>
    );
  return (
    <Button variant="default" size="xs" onClick={() => going.current?.abort()}>
      {words.csv.working(sizeOf(count))}
    </Button>
  );
}

function tell(error: unknown): void {
  const message = error instanceof ApiProblem ? error.message : words.csv.broken;
  notifications.show({ title: words.csv.failed, message, color: 'red', autoClose: 12_000 });
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
