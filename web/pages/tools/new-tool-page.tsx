import { Button, Group, Stack, Text } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { HeldSecrets } from '../../parts/held-secrets.tsx';
import { Page } from '../../parts/page.tsx';
import { Problem } from '../../parts/problem.tsx';
import { useSellers } from '../../parts/use-sellers.ts';
import { useSession } from '../../parts/use-session.ts';
import { tools as words } from '../../words/tools.ts';
import { ToolFields } from './tool-fields.tsx';
import { newToolOf, type NewTool } from './tool-form.ts';
import { emptyForm, useToolForm, useToolWrite } from './use-tool-form.ts';

const route = getRouteApi('/inside/new-tool');

/** Registers a tool; its secrets are held until one has kept them. */
export function NewToolPage() {
  const { role } = useSession();
  const sellers = useSellers();
  const navigate = useNavigate();
  const { seller_id = '' } = route.useSearch();
  const form = useToolForm(emptyForm(role !== 'seller', seller_id), null);
  const [made, setMade] = useState<NewTool | null>(null);
  const { write, isPending, error, ref, focusWrong } = useToolWrite(
    form,
    () => api.post('/v1/tools', { body: newToolOf(form.getValues()) }),
    { refresh: [['tools']], onDone: setMade },
  );
  const wrong = Object.keys(form.errors).length;
  return (
    <Page title={words.register}>
      <form onSubmit={form.onSubmit(() => write(), focusWrong)} noValidate ref={ref}>
        <Stack maw={720}>
          <fieldset disabled={isPending} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
            <ToolFields form={form} sellers={sellers} isNew />
          </fieldset>
          {error && <Problem error={error} />}
          <Group>
            <Button type="submit" loading={isPending}>
              {words.form.submit}
            </Button>
            <Text size="sm" c="var(--mantine-color-error)" role="status">
              {wrong > 0 && words.form.wrong(wrong)}
            </Text>
          </Group>
        </Stack>
      </form>
      {made && (
        <HeldSecrets
          secrets={{ callback_secret: made.callback_secret, signing_secret: made.signing_secret }}
          close={() => void navigate({ to: '/tools/$shortId', params: { shortId: made.short_id } })}
        />
      )}
    </Page>
  );
}
