import { Stack, Text } from '@mantine/core';
import type { Attempt } from '../../api/client.ts';
import { LongText } from '../../parts/long-text.tsx';
import { StrangersText } from '../../parts/strangers-text.tsx';
import { order } from '../../words/order.ts';
import { CopyText } from './copy-id.tsx';
import classes from './order.module.css';
import { TimingsTable } from './timings.tsx';

const { attempt: words } = order;

/** All that was kept of a call; the server has masked what is secret. */
export function AttemptDetails({ attempt }: { readonly attempt: Attempt }) {
  const { details, response_excerpt: excerpt, request_id: requestId } = attempt;
  const isOurs = attempt.kind !== 'callback';
  return (
    <Stack gap="sm" mt="xs">
      {details?.timings && <TimingsTable timings={details.timings} />}
      {details ? (
        <Headers title={words.requestHeaders(isOurs)} headers={details.request_headers} />
      ) : (
        <Text size="sm">{words.noDetails}</Text>
      )}
      {details !== null && details.request_body !== null && (
        <Body title={words.requestBody} text={details.request_body} />
      )}
      {details && isOurs && <Headers title={words.responseHeaders} headers={details.response_headers} />}
      {excerpt !== null && <Body title={words.excerpt(isOurs)} text={excerpt} />}
      <Text size="xs" c="dimmed" component="div">
        {words.id}: <span className={classes.mono}>{attempt.attempt_id}</span>{' '}
        <CopyText text={attempt.attempt_id} label={words.copyId} />
        {requestId !== null && (
          <div>
            {words.requestId}: <StrangersText text={requestId} />
          </div>
        )}
        {details && <div>{words.masked}</div>}
      </Text>
    </Stack>
  );
}

function Body({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <LongText text={text} label={title} />
    </div>
  );
}

function Headers({ title, headers }: { readonly title: string; readonly headers: Readonly<Record<string, string>> }) {
  const rows = Object.entries(headers);
  return (
    <table className={classes.table}>
      <caption>
        <Text size="sm" fw={600} ta="start">
          {title}
          {rows.length === 0 && `: ${words.noHeaders}`}
        </Text>
      </caption>
      {rows.length > 0 && (
        <thead>
          <tr>
            <th scope="col">{words.header}</th>
            <th scope="col">{words.value}</th>
          </tr>
        </thead>
      )}
      <tbody className={classes.mono}>
        {rows.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">
              <StrangersText text={name} />
            </th>
            <td>
              <StrangersText text={value} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
