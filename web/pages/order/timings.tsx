import { Text } from '@mantine/core';
import type { Attempt } from '../../api/client.ts';
import { millis } from '../../parts/time.ts';
import { order } from '../../words/order.ts';
import classes from './order.module.css';
import { waterfallOf } from './waterfall.ts';

const { timings: words } = order;
type Timings = NonNullable<NonNullable<Attempt['details']>['timings']>;

/** Where a call's time went: a table, with bars for whoever sees them. */
export function TimingsTable({ timings }: { readonly timings: Timings }) {
  const { bars, totalMs, isReused } = waterfallOf(timings);
  const longest = Math.max(...bars.map(({ ms }) => ms));
  return (
    <div>
      <table className={classes.table}>
        <caption>
          <Text size="sm" fw={600} ta="start">
            {words.title}
          </Text>
        </caption>
        <thead>
          <tr>
            <th scope="col">{words.phase}</th>
            <th scope="col">{words.share}</th>
            <th scope="col">{words.took}</th>
          </tr>
        </thead>
        <tbody>
          {bars.map(({ phase, ms, from, share }) => (
            <tr key={phase}>
              <th scope="row">{words.phases[phase]}</th>
              <td width="45%">
                <span className={classes.track} role="img" aria-label={`${Math.round(share * 100)} %`}>
                  <span
                    className={`${classes.bar} ${ms === longest && share > 0.5 ? classes.slow : ''}`}
                    style={{ insetInlineStart: `${from * 100}%`, width: `${share * 100}%` }}
                  />
                </span>
              </td>
              <td>{ms > 0 && ms < 0.5 ? words.hardly : millis(ms)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{words.total}</th>
            <td />
            <td>{millis(totalMs)}</td>
          </tr>
        </tbody>
      </table>
      {isReused && (
        <Text size="xs" c="dimmed" mt={4}>
          {words.reused}
        </Text>
      )}
    </div>
  );
}
