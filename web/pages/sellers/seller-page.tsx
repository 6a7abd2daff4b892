import { Button, Group, Loader, Paper, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, type Seller } from '../../api/client.ts';
import { ConfirmButton } from '../../parts/confirm-button.tsx';
import { HeldSecrets } from '../../parts/held-secrets.tsx';
import { Page } from '../../parts/page.tsx';
import { PageProblem } from '../../parts/page-problem.tsx';
import { Problem } from '../../parts/problem.tsx';
import { StrangersText, visible } from '../../parts/strangers-text.tsx';
import { useSession } from '../../parts/use-session.ts';
import { useWrite } from '../../parts/use-write.ts';
import { common } from '../../words/common.ts';
import { sellers as words } from '../../words/sellers.ts';
import { sellerBody, sellerChecks } from './seller-form.ts';
import { Notices, SellerTools } from './seller-lists.tsx';

const route = getRouteApi('/inside/sellers/$sellerId');

/** One seller: its tools, what it was told, and its token. */
export function SellerPage() {
  const { sellerId } = route.useParams();
  const { role } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ['sellers', sellerId],
    queryFn: () => api.get('/v1/sellers/{seller_id}', { path: { seller_id: sellerId } }),
  });
  if (error && !data) return <PageProblem error={error} reset={() => void refetch()} />;
  if (!data) return <Loader aria-label={common.loading} />;
  const name = visible(data.name) || data.seller_id;
  const owns = role === 'admin' || role === 'seller';
  return (
    <Page title={name} heading={<StrangersText text={name} />} actions={owns && <Actions seller={data} />}>
      <Group gap="sm">
        <Text size="sm" ff="monospace">
          {data.seller_id}
        </Text>
        <Link to="/orders" search={{ seller_id: data.seller_id }}>
          {words.orders}
        </Link>
      </Group>
      <SellerTools sellerId={sellerId} mayRegister={role !== 'viewer'} />
      <Notices sellerId={sellerId} />
      {role !== 'viewer' && (
        <Paper withBorder p="md">
          <Edit key={data.seller_id} seller={data} />
        </Paper>
      )}
    </Page>
  );
}

function Edit({ seller }: { readonly seller: Seller }) {
  const initialValues = { name: seller.name, alert_url: seller.alert_url ?? '' };
  const form = useForm({ initialValues, validate: sellerChecks, validateInputOnBlur: true });
  const { write, isPending, error } = useWrite({
    act: () =>
      api.patch('/v1/sellers/{seller_id}', {
        path: { seller_id: seller.seller_id },
        body: sellerBody(form.getValues()),
      }),
    refresh: [['sellers']],
    tellProblem: false,
    done: () => words.saved,
  });
  return (
    <form onSubmit={form.onSubmit(() => write(undefined))} noValidate>
      <Stack maw={520}>
        <TextInput label={words.form.name} required {...form.getInputProps('name')} />
        <TextInput
          label={words.form.alertUrl}
          description={words.form.alertHint}
          {...form.getInputProps('alert_url')}
        />
        {error && <Problem error={error} />}
        <Group>
          <Button type="submit" loading={isPending}>
            {words.form.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Actions({ seller }: { readonly seller: Seller }) {
  const path = { seller_id: seller.seller_id };
  const { role } = useSession();
  const navigate = useNavigate();
  const [token, setToken] = useState<string | null>(null);
  const rotate = useWrite({
    act: () => api.post('/v1/sellers/{seller_id}/rotate-token', { path }),
    onDone: (made) => setToken(made.token),
  });
  // The seller's own session ended with the token before.
  const close = () => (role === 'seller' ? window.location.assign('/sign-in') : setToken(null));
  const remove = useWrite({
    act: () => api.delete('/v1/sellers/{seller_id}', { path }),
    done: () => words.removed,
    onDone: () => void navigate({ to: '/sellers' }),
  });
  return (
    <Group gap="xs">
      <ConfirmButton
        label={words.rotate}
        title={words.rotate}
        hint={role === 'seller' ? words.rotateOwnHint : words.rotateHint}
        isPending={rotate.isPending}
        act={() => rotate.write(undefined)}
      />
      {role === 'admin' && (
        <ConfirmButton
          label={words.remove}
          title={words.removeTitle}
          hint={words.removeHint}
          color="red"
          isPending={remove.isPending}
          act={() => remove.write(undefined)}
        />
      )}
      {token !== null && <HeldSecrets secrets={{ token }} close={close} />}
    </Group>
  );
}
