import { Badge, Button, List, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Answer } from '../../../src/client/client.ts';
import { api, type Tool } from '../../api/client.ts';
import { Problem } from '../../parts/problem.tsx';
import { StrangersText } from '../../parts/strangers-text.tsx';
import { When } from '../../parts/when.tsx';
import { sellers as words } from '../../words/sellers.ts';

export function SellerTools({ sellerId, mayRegister }: { readonly sellerId: string; readonly mayRegister: boolean }) {
  const { data, error } = useQuery({ queryKey: ['tools', 'of', sellerId], queryFn: () => toolsOf(sellerId) });
  return (
    <Paper withBorder p="md" component="section" aria-label={words.tools}>
      <Stack gap="xs">
        <Title order={2} size="h4">
          {words.tools}
        </Title>
        {error && <Problem error={error} />}
        {data?.length === 0 && <Text size="sm">{words.noTools}</Text>}
        <List size="sm">
          {data?.map(({ short_id, name }) => (
            <List.Item key={short_id}>
              <Link to="/tools/$shortId" params={{ shortId: short_id }}>
                {short_id}
              </Link>{' '}
              <StrangersText text={name} />
            </List.Item>
          ))}
        </List>
        {mayRegister && (
          <div>
            <Button
              variant="default"
              size="compact-md"
              renderRoot={(props) => <Link to="/new-tool" search={{ seller_id: sellerId }} {...props} />}
            >
              {words.newTool}
            </Button>
          </div>
        )}
      </Stack>
    </Paper>
  );
}

export function Notices({ sellerId }: { readonly sellerId: string }) {
  const { data, error } = useQuery({
    queryKey: ['sellers', sellerId, 'notices'],
    queryFn: () => api.get('/v1/sellers/{seller_id}/notices', { path: { seller_id: sellerId }, query: { limit: 20 } }),
  });
  return (
    <Paper withBorder p="md" component="section" aria-label={words.notices}>
      <Stack gap="xs">
        <Title order={2} size="h4">
          {words.notices}
        </Title>
        {error && <Problem error={error} />}
        {data?.notices.length === 0 && <Text size="sm">{words.noNotices}</Text>}
        <List size="sm">
          {data?.notices.map(({ notice_id, message, at, open }) => (
            <List.Item key={notice_id}>
              <When at={at} />: <StrangersText text={message} />{' '}
              {open && (
                <Badge color="orange" variant="light" tt="none" size="sm">
                  {words.open}
                </Badge>
              )}
            </List.Item>
          ))}
        </List>
      </Stack>
    </Paper>
  );
}

async function toolsOf(sellerId: string): Promise<Tool[]> {
  const found: Tool[] = [];
  let cursor: string | null = null;
  do {
    const query = { limit: 100, seller_id: sellerId, ...(cursor === null ? {} : { cursor }) };
    const answer: Answer<'/v1/tools', 'get'> = await api.get('/v1/tools', { query });
    found.push(...answer.tools);
    cursor = answer.next_cursor;
  } while (cursor !== null);
  return found;
}
