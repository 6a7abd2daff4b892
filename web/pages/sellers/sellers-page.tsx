import { Button, Group, Modal, Paper, Stack, Table, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { HeldSecrets } from '../../parts/held-secrets.tsx';
import { Page } from '../../parts/page.tsx';
import { Problem } from '../../parts/problem.tsx';
import { StrangersText } from '../../parts/strangers-text.tsx';
import { useSession } from '../../parts/use-session.ts';
import { useWrite } from '../../parts/use-write.ts';
import { WideTable } from '../../parts/wide-table.tsx';
import { When } from '../../parts/when.tsx';
import { common } from '../../words/common.ts';
import { sellers as words } from '../../words/sellers.ts';
import { sellerBody, sellerChecks } from './seller-form.ts';

/** Every seller, or the seller itself. */
export function SellersPage() {
  const { role } = useSession();
  const query = useInfiniteQuery({
    queryKey: ['sellers', 'list'],
    queryFn: ({ pageParam }) =>
      api.get('/v1/sellers', { query: { limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const sellers = query.data?.pages.flatMap((page) => page.sellers) ?? [];
  const { name, id, alerts, since } = words.table;
  return (
    <Page title={words.title} actions={role === 'admin' && <Register />}>
      {query.error && <Problem error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && sellers.length === 0 && <Paper p="xl">{words.none}</Paper>}
      {sellers.length > 0 && (
        <WideTable label={words.title} heads={[name, id, alerts, since]} minWidth={520}>
          {sellers.map((one) => (
            <Table.Tr key={one.seller_id}>
              <Table.Th scope="row" miw={140}>
                <Link to="/sellers/$sellerId" params={{ sellerId: one.seller_id }}>
                  <StrangersText text={one.name} instead={one.seller_id} />
                </Link>
              </Table.Th>
              <Table.Td ff="monospace">{one.seller_id}</Table.Td>
              <Table.Td>
                <StrangersText text={one.alert_url ?? common.none} />
              </Table.Td>
              <Table.Td>
                <When at={one.created_at} />
              </Table.Td>
            </Table.Tr>
          ))}
        </WideTable>
      )}
      {query.hasNextPage && (
        <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {common.more}
        </Button>
      )}
    </Page>
  );
}

function Register() {
  const [isOpen, { open, close }] = useDisclosure(false);
  const [token, setToken] = useState<string | null>(null);
  const form = useForm({
    initialValues: { name: '', alert_url: '' },
    validate: sellerChecks,
    validateInputOnBlur: true,
  });
  const { write, isPending, error } = useWrite({
    act: () => api.post('/v1/sellers', { body: sellerBody(form.getValues()) }),
    refresh: [['sellers']],
    tellProblem: false,
    onDone: (made) => {
      close();
      form.reset();
      setToken(made.token);
    },
  });
  return (
    <>
      <Button size="compact-md" onClick={open}>
        {words.register}
      </Button>
      <Modal opened={isOpen} onClose={close} title={words.register}>
        <form onSubmit={form.onSubmit(() => write(undefined))} noValidate>
          <Stack>
            <TextInput label={words.form.name} required data-autofocus {...form.getInputProps('name')} />
            <TextInput
              label={words.form.alertUrl}
              description={words.form.alertHint}
              {...form.getInputProps('alert_url')}
            />
            {error && <Problem error={error} />}
            <Group justify="end">
              <Button type="submit" loading={isPending}>
                {words.form.submit}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
      {token !== null && <HeldSecrets secrets={{ token }} close={() => setToken(null)} />}
    </>
  );
}
