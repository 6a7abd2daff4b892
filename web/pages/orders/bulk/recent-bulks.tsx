import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/client.ts';
import { orders as words } from '../../../words/orders.ts';

/** Actions that were begun before, by whoever: to look at again. */
export function RecentBulks({ show }: { readonly show: (bulkId: string) => void }) {
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery({
    queryKey: ['bulks'],
    queryFn: () => api.get('/v1/orders/bulk', { query: { limit: 10 } }),
    enabled: isOpen,
    staleTime: 0,
  });
  return (
    <Menu withInitialFocusPlaceholder={false} opened={isOpen} onChange={setOpen} position="bottom-end" width={300}>
      <Menu.Target>
        <Button variant="default" size="xs">
          {words.bulk.recent}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {data?.bulks.length === 0 && <Menu.Label>{words.bulk.recentNone}</Menu.Label>}
        {data?.bulks.map(({ bulk_id, action, matched, status }) => (
          <Menu.Item key={bulk_id} onClick={() => show(bulk_id)}>
            {words.bulk.recentLine(words.bulk.actions[action], matched, words.bulk.states[status])}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
