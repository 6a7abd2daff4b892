import { Anchor, Group, Progress, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Order, Seller, Tool } from '../../api/client.ts';
import { StrangersText } from '../../parts/strangers-text.tsx';
import { localTime } from '../../parts/time.ts';
import { useNow } from '../../parts/use-now.ts';
import { When } from '../../parts/when.tsx';
import { common } from '../../words/common.ts';
import { order as words } from '../../words/order.ts';
import { isFinal } from './advice.ts';
import { CopyText } from './copy-id.tsx';
import classes from './order.module.css';
import { rangeWords, type Eta } from './range.ts';

const { facts } = words;

export interface HeadProps {
  readonly order: Order;
  readonly tool: Tool | null;
  readonly seller: Seller | null;
}

/** What the order is, how far it is, and what comes next. */
export function Head({ order, tool, seller }: HeadProps) {
  const isOver = isFinal(order);
  return (
    <dl className={classes.facts}>
      <Fact name={facts.id} isWide>
        <Group gap="xs">
          <span className={classes.mono}>{order.order_id}</span>
          <CopyText text={order.order_id} label={words.copyId} />
        </Group>
      </Fact>
      <Fact name={facts.tool}>
        <Anchor
          size="sm"
          renderRoot={(props) => <Link to="/tools/$shortId" params={{ shortId: order.short_id }} {...props} />}
        >
          <StrangersText text={tool?.name ?? order.short_id} instead={order.short_id} />
        </Anchor>
        {tool !== null && tool.paused_at !== null && <Text size="sm">{words.toolPaused}</Text>}
      </Fact>
      <Fact name={facts.seller}>
        <Anchor
          size="sm"
          renderRoot={(props) => <Link to="/sellers/$sellerId" params={{ sellerId: order.seller_id }} {...props} />}
        >
          <StrangersText text={seller?.name ?? order.seller_id} instead={order.seller_id} />
        </Anchor>
      </Fact>
      <Fact name={facts.age}>
        <When at={order.created_at} />
      </Fact>
      {order.forwarded_at !== null && (
        <Fact name={facts.forwarded}>
          <When at={order.forwarded_at} />
        </Fact>
      )}
      {isOver ? <Ended order={order} /> : <Ahead order={order} />}
      {order.delivered_by !== null && <Fact name={facts.deliveredBy}>{common.deliveredBy[order.delivered_by]}</Fact>}
      <Fact name={facts.run}>{order.run}</Fact>
      <Fact name={facts.calls}>{order.attempts}</Fact>
      {order.progress !== null && <ProgressFact progress={order.progress} />}
      {order.message !== null && order.message !== '' && (
        <Fact name={facts.message} isWide>
          <StrangersText text={order.message} instead={common.none} />
        </Fact>
      )}
      {order.eta !== null && order.forwarded_at !== null && !isOver && (
        <Fact name={facts.range} isWide>
          <Range eta={order.eta} since={order.forwarded_at} />
        </Fact>
      )}
    </dl>
  );
}

function Ended({ order }: { readonly order: Order }) {
  if (order.completed_at === null) return null;
  const seconds = (Date.parse(order.completed_at) - Date.parse(order.created_at)) / 1_000;
  return (
    <Fact name={facts.ended}>
      <When at={order.completed_at} /> {facts.took(seconds)}
    </Fact>
  );
}

function Ahead({ order }: { readonly order: Order }) {
  const [, ...later] = order.planned_checks;
  return (
    <>
      <Fact name={facts.deadline}>
        <When at={order.deadline_at} />
      </Fact>
      {order.status === 'processing' && (
        <Fact name={facts.nextCheck}>
          {order.next_check_at === null ? facts.noCheck : <When at={order.next_check_at} />}
          {later.length > 0 && (
            <details>
              <summary>{facts.planned(later.length)}</summary>
              <ul aria-label={facts.plannedLabel}>
                {later.map((at) => (
                  <li key={at}>
                    <When at={at} /> ({localTime(at)})
                  </li>
                ))}
              </ul>
            </details>
          )}
        </Fact>
      )}
    </>
  );
}

function ProgressFact({ progress }: { readonly progress: number }) {
  return (
    <Fact name={`${facts.progress}: ${progress} %`} isWide>
      <Progress value={progress} aria-label={facts.progress} size="lg" />
    </Fact>
  );
}

function Range({ eta, since }: { readonly eta: Eta; readonly since: string }) {
  const now = useNow();
  return <>{rangeWords(eta, Math.max(0, (now - Date.parse(since)) / 1_000))}</>;
}

interface FactProps {
  readonly name: string;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

function Fact({ name, isWide = false, children }: FactProps) {
  return (
    <div className={isWide ? classes.wide : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
