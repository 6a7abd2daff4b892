import { Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { Problem } from '../../parts/problem.tsx';
import { localTime } from '../../parts/time.ts';
import { useWrite } from '../../parts/use-write.ts';
import { order } from '../../words/order.ts';
import { DIALOG, type DialogProps } from './confirm.tsx';
import { CopyText } from './copy-id.tsx';

const { share: words } = order;
const WEEK = '604800';

/** Makes links to the buyer's page of the order, and withdraws them. */
export function ShareDialog({ orderId, isOpen, close }: DialogProps) {
  const [expires, setExpires] = useState(WEEK);
  const path = { order_id: orderId };
  const make = useWrite({
    act: (seconds: number) => api.post('/v1/orders/{order_id}/share', { path, body: { expires_s: seconds } }),
    tellProblem: false,
  });
  const withdraw = useWrite({
    act: () => api.delete('/v1/orders/{order_id}/share', { path }),
    done: () => words.withdrawn,
    onDone: make.reset,
    tellProblem: false,
  });
  const leave = () => {
    make.reset();
    withdraw.reset();
    close();
  };
  const error = make.error ?? withdraw.error;
  return (
    <Modal {...DIALOG} opened={isOpen} onClose={leave} title={words.title}>
      <Stack>
        <Text size="sm">{words.text}</Text>
        <NativeSelect
          label={words.expires}
          data={[...words.periods]}
          value={expires}
          onChange={(event) => setExpires(event.currentTarget.value)}
        />
        <Group>
          <Button loading={make.isPending} onClick={() => make.write(Number(expires))}>
            {words.submit}
          </Button>
        </Group>
        {error && <Problem error={error} />}
        <div role="status">{make.answer && <MadeLink {...make.answer} />}</div>
        <Group>
          <Button variant="default" loading={withdraw.isPending} onClick={() => withdraw.write(undefined)}>
            {words.withdraw}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function MadeLink({ url, expires_at: until }: { readonly url: string; readonly expires_at: string }) {
  return (
    <Stack gap={4}>
      <TextInput label={words.link} value={url} readOnly onFocus={(event) => event.currentTarget.select()} />
      <Group gap="xs">
        <CopyText text={url} label={words.link} />
        <Text size="sm">
          {words.once} {words.until} {localTime(until)}.
        </Text>
      </Group>
    </Stack>
  );
}
