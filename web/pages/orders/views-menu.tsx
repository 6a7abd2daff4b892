import { Button, Group, Menu, Modal, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { StrangersText } from '../../parts/strangers-text.tsx';
import { common } from '../../words/common.ts';
import { orders as words } from '../../words/orders.ts';
import { ManageViews } from './manage-views.tsx';
import { MOST_CHARACTERS, MOST_VIEWS, builtInViews, keepView, readViews, type View } from './saved-views.ts';
import type { OrdersSearch } from './search.ts';

export interface ViewsMenuProps {
  readonly search: OrdersSearch;
  readonly set: (search: OrdersSearch) => void;
}

/** Filters by name: those that everybody has, and one's own. */
export function ViewsMenu({ search, set }: ViewsMenuProps) {
  const [own, setOwn] = useState(() => readViews(localStorage));
  const [shown, show] = useState<'name' | 'manage' | null>(null);
  return (
    <>
      <Menu
        withInitialFocusPlaceholder={false}
        position="bottom-end"
        width={280}
        onOpen={() => setOwn(readViews(localStorage))}
      >
        <Menu.Target>
          <Button variant="default" size="xs">
            {words.views.label}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah="70dvh" style={{ overflowY: 'auto' }}>
          {builtInViews(Date.now()).map((view) => (
            <Menu.Item key={view.name} onClick={() => set(view.search)}>
              {view.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Label>{words.views.saved}</Menu.Label>
          {own.map((view) => (
            <Menu.Item key={view.name} onClick={() => set(view.search)}>
              <StrangersText text={view.name} instead={common.nameless} />
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => show('name')}>{words.views.save}</Menu.Item>
          {own.length > 0 && <Menu.Item onClick={() => show('manage')}>{words.views.manage}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={shown === 'name'} onClose={() => show(null)} title={words.views.save}>
        <NameForm
          own={own}
          keep={(name) => {
            setOwn(keepView(localStorage, { name, search }));
            show(null);
          }}
        />
      </Modal>
      <Modal opened={shown === 'manage'} onClose={() => show(null)} title={words.views.manage}>
        <ManageViews own={own} setOwn={setOwn} />
      </Modal>
    </>
  );
}

function NameForm({ own, keep }: { readonly own: readonly View[]; readonly keep: (name: string) => void }) {
  const [name, setName] = useState('');
  const exists = own.some((view) => view.name === name.trim());
  const isFull = own.length >= MOST_VIEWS && !exists;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '' && !isFull) keep(name.trim());
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        label={words.views.name}
        description={exists ? words.views.exists : words.views.saved}
        value={name}
        maxLength={MOST_CHARACTERS}
        error={isFull ? words.views.full : undefined}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
        required
      />
      <Group justify="end" mt="md">
        <Button type="submit" disabled={isFull}>
          {words.views.keep}
        </Button>
      </Group>
    </form>
  );
}
