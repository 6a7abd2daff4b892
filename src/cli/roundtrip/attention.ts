import type { Command } from 'commander';
import { acting, type Making } from './act.js';
import { oneLine } from './strangers-text.js';
import { when } from './when.js';

/** `attention`: what needs a person. */
export function addAttention(program: Command, making: Making): void {
  program
    .command('attention')
    .description('what needs a person, the gravest first')
    .action(
      acting(making, async (session) => {
        const answer = await session.api.get('/v1/attention');
        const { paint } = session;
        session.tell(answer, () =>
          answer.groups.length === 0
            ? 'Nothing needs a person.\n'
            : answer.groups
                .map(({ title, hint, count, short_id, oldest_at, order_ids }) => {
                  const first = order_ids.slice(0, 3).map(oneLine).join(', ');
                  const about = [short_id && oneLine(short_id), `since ${when(oldest_at)}`, first];
                  const head = paint.bold(oneLine(`${count} × ${title}`));
                  return `${head}\n  ${paint.dim(about.filter(Boolean).join(' · '))}\n  ${oneLine(hint)}\n`;
                })
                .join('\n'),
        );
      }),
    );
}
