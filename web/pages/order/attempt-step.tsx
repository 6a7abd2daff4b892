import { Badge, Button, Group, Text } from '@mantine/core';
import { useId, useState } from 'react';
import type { Attempt, Order } from '../../api/client.ts';
import { StrangersText } from '../../parts/strangers-text.tsx';
import { millis } from '../../parts/time.ts';
import { useSession } from '../../parts/use-session.ts';
import { When } from '../../parts/when.tsx';
import { order as words } from '../../words/order.ts';
import { outcomeWords, type OutcomeWords } from '../../words/outcomes.ts';
import { mayBeTaken } from './actions.ts';
import { AttemptDetails } from './attempt-details.tsx';
import classes from './order.module.css';
import { TakeLate } from './take-late.tsx';

const COLORS: Readonly<Record<OutcomeWords['tone'], string>> = {
  good: 'green',
  quiet: 'gray',
  wait: 'blue',
  bad: 'red',
};
/** A sentence of the server's, with a stranger's words in it; the whole stands in the details. */
const ERROR_CHARS = 2_000;

export interface AttemptStepProps {
  readonly order: Order;
  readonly attempt: Attempt;
  /** The run in which it stands; one that belongs to an earlier one says so. */
  readonly run: number;
}

/** A call, made or received: how it ended, and in plain words what that means and what to do. */
export function AttemptStep({ order, attempt, run }: AttemptStepProps) {
  const [isOpen, setIsOpen] = useState(false);
  const session = useSession();
  const id = useId();
  const told = outcomeWords(attempt);
  const kind = words.attempt.kinds[attempt.kind];
  return (
    <div className={classes.call} id={attempt.attempt_id} tabIndex={-1}>
      <div className={classes.line}>
        <b>{kind}</b>
        {attempt.kind !== 'callback' && <span>{words.attempt.nth(attempt.attempt_num)}</span>}
        <Badge color={COLORS[told.tone]} variant="light" tt="none">
          {told.label}
        </Badge>
        <span>{attempt.status_code === null ? words.attempt.noAnswer : words.attempt.http(attempt.status_code)}</span>
        <span>{millis(attempt.duration_ms)}</span>
        <Text span size="sm" c="dimmed">
          <When at={attempt.started_at} />
        </Text>
        {attempt.run !== null && attempt.run !== run && <span>{words.attempt.ofRun(attempt.run)}</span>}
      </div>
      <div className={classes.url}>
        {attempt.method} <StrangersText text={attempt.url} />
      </div>
      {attempt.repeated > 1 && (
        <Text size="sm">
          {words.attempt.repeated(attempt.repeated)} <When at={attempt.last_at} />
        </Text>
      )}
      {attempt.error !== null && (
        <Text size="sm">
          <StrangersText text={attempt.error.slice(0, ERROR_CHARS)} />
        </Text>
      )}
      <Explanation told={told} />
      <Group gap="xs" mt={4}>
        <Button
          size="compact-sm"
          variant="default"
          aria-expanded={isOpen}
          aria-controls={id}
          aria-label={words.attempt.detailsOf(kind, attempt.attempt_num)}
          onClick={() => setIsOpen(!isOpen)}
        >
          {words.attempt.details}
        </Button>
        {mayBeTaken(session.role, order, attempt) && (
          <TakeLate orderId={order.order_id} attemptId={attempt.attempt_id} />
        )}
      </Group>
      <div id={id}>{isOpen && <AttemptDetails attempt={attempt} />}</div>
    </div>
  );
}

/** Of a call that went as it should, the chip says enough. */
function Explanation({ told }: { readonly told: OutcomeWords }) {
  if (told.todo === null && told.tone !== 'quiet') return null;
  return (
    <Text size="sm" c="dimmed">
      {told.what}{' '}
      {told.todo !== null && (
        <>
          <b>{words.attempt.todo}</b> {told.todo}
        </>
      )}
    </Text>
  );
}
