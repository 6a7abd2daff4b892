import { Button, Paper, Stack, Text, Title } from '@mantine/core';
import { useId, useState } from 'react';
import { api, type Order, type Tool } from '../../api/client.ts';
import { useSession } from '../../parts/use-session.ts';
import { order as words } from '../../words/order.ts';
import { actionsFor, type Action, type Possible } from './actions.ts';
import { ConfirmCancel, ConfirmErase } from './confirm.tsx';
import classes from './order.module.css';
import { ShareDialog } from './share-dialog.tsx';
import { useOrderWrite } from './use-order.ts';

type Dialog = 'cancel' | 'share' | 'erase' | null;
const COLORS: Readonly<Partial<Record<Action, string>>> = { cancel: 'red', erase: 'red' };

/** What the reader can do with the order, each with what it does, or why it cannot be done now. */
export function ActionsPanel({ order, tool }: { readonly order: Order; readonly tool: Tool | null }) {
  const { role } = useSession();
  const [dialog, setDialog] = useState<Dialog>(null);
  const close = () => setDialog(null);
  const { check, retry, isPending } = useWrites(order.order_id);
  const act: Readonly<Record<Action, () => void>> = {
    ...{ check, retry, cancel: () => setDialog('cancel') },
    ...{ share: () => setDialog('share'), erase: () => setDialog('erase') },
  };
  const possible = actionsFor(role, order, tool);
  return (
    <Paper withBorder p="sm" component="section" aria-label={words.actions.title}>
      <Stack gap="sm">
        <Title order={2} size="h5">
          {words.actions.title}
        </Title>
        {possible.length === 0 && <Text size="sm">{words.actions.none}</Text>}
        {possible.map((each) => (
          <ActionRow
            key={each.action}
            possible={each}
            act={act[each.action]}
            isPending={isPending[each.action] === true}
          />
        ))}
      </Stack>
      <ConfirmCancel orderId={order.order_id} isOpen={dialog === 'cancel'} close={close} />
      <ShareDialog orderId={order.order_id} isOpen={dialog === 'share'} close={close} />
      <ConfirmErase orderId={order.order_id} isOpen={dialog === 'erase'} close={close} />
    </Paper>
  );
}

function useWrites(orderId: string) {
  const path = { order_id: orderId };
  const check = useOrderWrite(orderId, {
    act: () => api.post('/v1/orders/{order_id}/check', { path }),
    done: () => words.actions.check.done,
  });
  const retry = useOrderWrite(orderId, {
    act: () => api.post('/v1/orders/{order_id}/retry', { path }),
    done: () => words.actions.retry.done,
  });
  const isPending: Readonly<Partial<Record<Action, boolean>>> = { check: check.isPending, retry: retry.isPending };
  return { check: () => check.write(undefined), retry: () => retry.write(undefined), isPending };
}

interface ActionRowProps {
  readonly possible: Possible;
  readonly act: () => void;
  readonly isPending: boolean;
}

/** A button that cannot be used keeps the focus, and says why. */
function ActionRow({ possible: { action, reason }, act, isPending }: ActionRowProps) {
  const id = useId();
  const { label, does } = words.actions[action];
  const isOff = reason !== null;
  return (
    <div className={classes.action}>
      <Button
        size="xs"
        variant="default"
        c={isOff ? undefined : COLORS[action]}
        loading={isPending}
        data-disabled={isOff || undefined}
        aria-disabled={isOff}
        aria-describedby={id}
        onClick={() => !isOff && act()}
      >
        {label}
      </Button>
      <Text size="xs" c="dimmed" id={id}>
        {reason ?? does}
      </Text>
    </div>
  );
}
