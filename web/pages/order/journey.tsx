import { Button, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Order, OrderEvent } from '../../api/client.ts';
import { Problem } from '../../parts/problem.tsx';
import { StrangersText } from '../../parts/strangers-text.tsx';
import { When } from '../../parts/when.tsx';
import { common } from '../../words/common.ts';
import { order as words } from '../../words/order.ts';
import { AttemptStep } from './attempt-step.tsx';
import { eventWords, messageOf } from './event-words.ts';
import classes from './order.module.css';
import { journeyOf, newestFirst, type Step } from './timeline.ts';
import type { useJourney } from './use-order.ts';

export interface JourneyProps {
  readonly order: Order;
  readonly journey: ReturnType<typeof useJourney>;
}

/** From the webhook to the result: every change and every call. */
export function Journey({ order, journey: { events, attempts } }: JourneyProps) {
  const [isNewest, setIsNewest] = useState(false);
  const runs = useMemo(() => {
    const all = journeyOf({
      events: events.data?.pages.flatMap((page) => page.events) ?? [],
      attempts: attempts.data?.pages.flatMap((page) => page.attempts) ?? [],
      ...{ moreEvents: events.hasNextPage, moreAttempts: attempts.hasNextPage },
    });
    return isNewest ? newestFirst(all) : all;
  }, [events.data, events.hasNextPage, attempts.data, attempts.hasNextPage, isNewest]);
  const problem = events.error ?? attempts.error;
  const more = { events: () => void events.fetchNextPage(), attempts: () => void attempts.fetchNextPage() };
  return (
    <Stack gap="xs" component="section" aria-label={words.journey.title}>
      <Group justify="space-between">
        <Title order={2} size="h4">
          {words.journey.title}
        </Title>
        <SegmentedControl
          size="xs"
          aria-label={words.journey.order}
          value={isNewest ? 'newest' : 'oldest'}
          onChange={(value) => setIsNewest(value === 'newest')}
          data={[
            { value: 'oldest', label: words.journey.oldest },
            { value: 'newest', label: words.journey.newest },
          ]}
        />
      </Group>
      {problem && <Problem error={problem} retry={() => void Promise.all([events.refetch(), attempts.refetch()])} />}
      {(events.isPending || attempts.isPending) && <Text role="status">{common.loading}</Text>}
      {!problem && !events.isPending && runs.length === 0 && <Text size="sm">{words.journey.empty}</Text>}
      {runs.map(({ run, steps }) => (
        <Stack key={run} gap="xs">
          <Title order={3} size="h5">
            {words.journey.run(run)}
          </Title>
          <ol className={classes.steps}>
            {steps.map((step) => (
              <li key={step.key} className={classes.step}>
                <StepLine step={step} order={order} run={run} more={more} />
              </li>
            ))}
          </ol>
        </Stack>
      ))}
    </Stack>
  );
}

interface StepLineProps {
  readonly step: Step;
  readonly order: Order;
  readonly run: number;
  readonly more: Readonly<Record<'events' | 'attempts', () => void>>;
}

function StepLine({ step, order, run, more }: StepLineProps) {
  switch (step.kind) {
    case 'attempt':
      return <AttemptStep order={order} attempt={step.attempt} run={run} />;
    case 'event':
      return <EventLine event={step.event} />;
    case 'gap':
      return (
        <Button size="compact-sm" variant="default" onClick={more[step.of]}>
          {words.journey.more[step.of]}
        </Button>
      );
  }
}

function EventLine({ event }: { readonly event: OrderEvent }) {
  const message = messageOf(event);
  const { actor } = event.cause;
  return (
    <div>
      <div className={classes.line}>
        <b>{eventWords(event)}</b>
        {actor !== undefined && (
          <span>
            {words.causes.by} <StrangersText text={actor} instead={common.nameless} />
          </span>
        )}
        <Text span size="sm" c="dimmed">
          <When at={event.at} />
        </Text>
      </div>
      {message !== null && (
        <Text size="sm">
          <StrangersText text={message} />
        </Text>
      )}
    </div>
  );
}
