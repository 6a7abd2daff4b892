import { Button, Chip, Collapse, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks';
import { useEffect, useId, useRef, useState, type Ref } from 'react';
import { visible } from '../../parts/strangers-text.tsx';
import { common } from '../../words/common.ts';
import { orders as words } from '../../words/orders.ts';
import { fromInput, toInput } from './instants.ts';
import { STATUSES, type OrdersSearch } from './search.ts';

export interface FiltersProps {
  readonly search: OrdersSearch;
  readonly set: (search: OrdersSearch) => void;
  /** Null where every order is of the same seller. */
  readonly sellers: ReadonlyMap<string, string> | null;
  readonly searchRef: Ref<HTMLInputElement>;
}

/** What the list is narrowed by; all of it stands in the address. */
export function Filters({ search, set, sellers, searchRef }: FiltersProps) {
  const isNarrowed = Object.keys(search).some((name) => !['status', 'q'].includes(name));
  const [isOpen, { toggle }] = useDisclosure(isNarrowed);
  const change = (part: Partial<Record<keyof OrdersSearch, string | boolean | undefined>>) => {
    const whole = Object.entries({ ...search, ...part }).filter(([, value]) => value !== undefined && value !== '');
    set(Object.fromEntries(whole));
  };
  const label = useId();
  return (
    <Stack gap="xs" component="section" role="search" aria-label={words.filters.label}>
      <Group gap="xs" align="end">
        <Typed
          label={words.filters.search}
          placeholder={words.filters.searchHint}
          value={search.q ?? ''}
          onTyped={(q) => change({ q })}
          inputRef={searchRef}
          grows
        />
        <Button variant="default" onClick={toggle} aria-expanded={isOpen}>
          {isOpen ? words.filters.fewer : words.filters.more}
        </Button>
        {Object.keys(search).length > 0 && (
          <Button variant="subtle" onClick={() => set({})}>
            {words.filters.clear}
          </Button>
        )}
      </Group>
      <Group gap={6} role="group" aria-labelledby={label}>
        <Text size="sm" id={label}>
          {words.filters.status}
        </Text>
        <Chip.Group
          multiple
          value={search.status?.split(',') ?? []}
          onChange={(chosen) => change({ status: STATUSES.filter((one) => chosen.includes(one)).join(',') })}
        >
          {STATUSES.map((status) => (
            <Chip key={status} value={status} size="xs">
              {common.statuses[status]}
            </Chip>
          ))}
        </Chip.Group>
      </Group>
      <Collapse expanded={isOpen}>
        <More search={search} change={change} sellers={sellers} />
      </Collapse>
    </Stack>
  );
}

interface MoreProps extends Pick<FiltersProps, 'search' | 'sellers'> {
  readonly change: (part: Partial<Record<keyof OrdersSearch, string | boolean | undefined>>) => void;
}

function More({ search, change, sellers }: MoreProps) {
  const tests = search.is_test === undefined ? '' : String(search.is_test);
  return (
    <Group gap="xs" align="end">
      <Typed label={words.filters.tool} value={search.short_id ?? ''} onTyped={(short_id) => change({ short_id })} />
      {sellers && (
        <NativeSelect
          label={words.filters.seller}
          maw={260}
          value={search.seller_id ?? ''}
          onChange={(event) => change({ seller_id: event.currentTarget.value })}
          data={[{ value: '', label: words.filters.anySeller }, ...sellerChoices(sellers, search.seller_id)]}
        />
      )}
      <NativeSelect
        label={words.filters.tests}
        value={tests}
        onChange={({ currentTarget: { value } }) => change({ is_test: value === '' ? undefined : value === 'true' })}
        data={[
          { value: '', label: words.filters.testsAll },
          { value: 'true', label: words.filters.testsOnly },
          { value: 'false', label: words.filters.testsNone },
        ]}
      />
      <Instant
        label={words.filters.after}
        value={search.created_after}
        set={(created_after) => change({ created_after })}
      />
      <Instant
        label={words.filters.before}
        value={search.created_before}
        set={(created_before) => change({ created_before })}
      />
    </Group>
  );
}

/** An address may hold an id that is not among them. */
function sellerChoices(sellers: ReadonlyMap<string, string>, chosen: string | undefined) {
  const names = [...sellers].map(([value, name]) => ({ value, label: visible(name).slice(0, 60) || value }));
  const isKnown = chosen === undefined || sellers.has(chosen);
  return isKnown ? names : [...names, { value: chosen, label: chosen }];
}

interface InstantProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly set: (iso: string | undefined) => void;
}

/** In the reader's own clock; the address holds UTC. A time that is half typed is none yet, and a year is typed digit by digit. */
function Instant({ label, value, set }: InstantProps) {
  const [text, setText] = useState(() => toInput(value));
  const told = useRef(value);
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setText(toInput(value));
  }, [value]);
  const tell = (typed: string) => {
    const iso = fromInput(typed);
    if (iso === told.current) return;
    told.current = iso;
    set(iso);
  };
  const soon = useDebouncedCallback(tell, PICKED_MS);
  return (
    <TextInput
      type="datetime-local"
      label={label}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        soon(event.currentTarget.value);
      }}
    />
  );
}

const PICKED_MS = 700;

interface TypedProps {
  readonly label: string;
  readonly value: string;
  readonly onTyped: (text: string) => void;
  readonly placeholder?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly grows?: boolean;
}

const TYPED_MS = 300;
/** As many as the API takes. */
const MOST_CHARACTERS = 200;

/** Asks once one has stopped typing, or on Enter. What comes back from the address is what was typed, and no reason to change it. */
function Typed({ label, value, onTyped, placeholder, inputRef, grows }: TypedProps) {
  const [text, setText] = useState(value);
  const told = useRef(value);
  const tell = (typed: string) => {
    told.current = typed.trim();
    onTyped(told.current);
  };
  const soon = useDebouncedCallback(tell, TYPED_MS);
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    soon.cancel();
    setText(value);
  }, [value, soon]);
  return (
    <TextInput
      ref={inputRef}
      label={label}
      placeholder={placeholder}
      value={text}
      maxLength={MOST_CHARACTERS}
      style={grows ? { flex: '1 1 12rem' } : undefined}
      onChange={(event) => {
        setText(event.currentTarget.value);
        soon(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        soon.cancel();
        tell(text);
      }}
    />
  );
}
