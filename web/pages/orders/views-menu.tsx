import { ActionIcon, Button, Group, Menu, Modal, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState, type FormEvent } from 'react';
import { StrangersText } from '../../parts/strangers-text.tsx';
import { common } from '../../words/common.ts';
import { orders as words } from '../../words/orders.ts';
import { builtInViews, dropView, keepView, readViews } from './saved-views.ts';
import type { OrdersSearch } from './search.ts';

export interface ViewsMenuProps {
  readonly search: OrdersSearch;
  readonly set: (search: OrdersSearch) => void;
}

/** Filters by name: those that everybody has, and one's own. */
export function ViewsMenu({ search, set }: ViewsMenuProps) {
  const [own, setOwn] = useState(() => readViews(localStorage));
  const [isNaming, { open, close }] = useDisclosure(false);
  return (
    <>
      <Menu position="bottom-end" width={280}>
        <Menu.Target>
          <Button variant="default" size="compact-md">
            {words.views.label}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {builtInViews(Date.now()).map((view) => (
            <Menu.Item key={view.name} onClick={() => set(view.search)}>
              {view.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Label>{words.views.saved}</Menu.Label>
          {own.map((view) => (
            <Group key={view.name} wrap="nowrap" gap={0}>
              <Menu.Item onClick={() => set(view.search)}>
                <StrangersText text={view.name} instead={common.nameless} />
              </Menu.Item>
              <ActionIcon
                variant="subtle"
                color="red"
                aria-label={words.views.remove(view.name)}
                onClick={() => setOwn(dropView(localStorage, view.name))}
              >
                ×
              </ActionIcon>
            </Group>
          ))}
          <Menu.Item onClick={open}>{words.views.save}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={isNaming} onClose={close} title={words.views.save}>
        <NameForm
          isFull={own.length >= 50}
          keep={(name) => {
            setOwn(keepView(localStorage, { name, search }));
            close();
          }}
        />
      </Modal>
    </>
  );
}

function NameForm({ isFull, keep }: { readonly isFull: boolean; readonly keep: (name: string) => void }) {
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') keep(name.trim());
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        label={words.views.name}
        value={name}
        maxLength={60}
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
