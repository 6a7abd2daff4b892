import { Badge, Button, List, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, type Tool } from '../../api/client.ts';
import { Problem } from '../../parts/problem.tsx';
import { StrangersText } from '../../parts/strangers-text.tsx';
import { When } from '../../parts/when.tsx';
import { sellers as words } from '../../words/sellers.ts';

/** Pages of all tools that are looked through for this seller's. */
const MOST_PAGES = 20;

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

/** The list of tools has no filter by seller: a seller's own token sees its own alone. */
async function toolsOf(sellerId: string): Promise<Tool[]> {
  const found: Tool[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query: { limit: number; cursor?: string } = { limit: 100, ...(cursor === null ? {} : { cursor }) };
    const answer = await api.get('/v1/tools', { query });
    found.push(...answer.tools.filter(({ seller_id }) => seller_id === sellerId));
    cursor = answer.next_cursor;
    if (cursor === null) break;
  }
  return found;
}
