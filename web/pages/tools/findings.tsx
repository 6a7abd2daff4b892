import { Badge, Group, Stack, Text } from '@mantine/core';
import type { ConformanceTest } from '../../api/client.ts';
import { LongText } from '../../parts/long-text.tsx';
import { StrangersText } from '../../parts/strangers-text.tsx';
import { conformance as words } from '../../words/conformance.ts';

type Check = ConformanceTest['checks'][number];

const COLORS: Readonly<Record<string, string>> = { fail: 'red', warn: 'orange', pass: 'green', skip: 'gray' };

/** What is to be changed first, and the rest behind a click. */
export function Findings({ checks, isOver }: { readonly checks: readonly Check[]; readonly isOver: boolean }) {
  const wrong = ['fail', 'warn'].flatMap((outcome) => checks.filter((check) => check.outcome === outcome));
  const rest = checks.filter((check) => !wrong.includes(check));
  return (
    <>
      {wrong.map((check) => (
        <Finding key={check.id} check={check} />
      ))}
      {isOver && wrong.length === 0 && rest.length > 0 && <Text size="sm">{words.allGood}</Text>}
      {rest.length > 0 && (
        <details>
          <summary>{words.rest(rest.length)}</summary>
          <Stack gap="xs" mt="xs">
            {rest.map((check) => (
              <Finding key={check.id} check={check} />
            ))}
          </Stack>
        </details>
      )}
    </>
  );
}

function Finding({ check: { id, level, outcome, title, found, expected, fix, curl } }: { readonly check: Check }) {
  const told = [
    [words.found, found],
    [words.expected, fix === null ? null : expected],
    [words.fix, fix],
  ] as const;
  return (
    <div>
      <Group gap="xs">
        <Badge color={COLORS[outcome] ?? 'gray'} variant="light" tt="none">
          {words.outcomes[outcome]}
        </Badge>
        <Text size="sm" fw={600}>
          {title}
        </Text>
        <Text size="xs" c="dimmed" ff="monospace">
          {id} · {level}
        </Text>
      </Group>
      {told.map(
        ([name, text]) =>
          text !== null && (
            <Text key={name} size="sm">
              {name}: <StrangersText text={text} />
            </Text>
          ),
      )}
      {fix !== null && curl !== null && (
        <details>
          <summary>{words.curl}</summary>
          <LongText text={curl} label={words.curl} />
        </details>
      )}
    </div>
  );
}
