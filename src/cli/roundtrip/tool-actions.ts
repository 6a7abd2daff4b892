import { Argument, type Command } from 'commander';
import type { components } from '../../client/index.js';
import { acting, meant, wholeNumber, type Making } from './act.js';
import { toolText } from './tools.js';

type NewTool = components['schemas']['NewToolBody'];
type ToolPatch = components['schemas']['ToolPatchBody'];
type Which = components['schemas']['RotateSecretBody']['which'];

const FROM = 'a file that holds it as JSON, with its auth headers; - is the standard input';

/** What makes, changes and ends tools. Their headers are secrets, so they come from a file and never as arguments. */
export function addToolActions(tools: Command, making: Making): void {
  tools
    .command('add')
    .description('register a tool; its two secrets are shown this once')
    .requiredOption('--from <file>', FROM)
    .action(
      acting<{ from: string }>(making, async (session, { from }) => {
        const body = (await session.readObject(from, '--from')) as unknown as NewTool;
        const made = await session.api.post('/v1/tools', { body });
        const { callback_secret, signing_secret } = made;
        session.tell(made, () => toolText(session, made) + session.record({ callback_secret, signing_secret }));
      }),
    );
  tools
    .command('change <short_id>')
    .description('change a tool; what is left out stays, null clears')
    .requiredOption('--from <file>', FROM)
    .action(
      acting<{ from: string }>(making, async (session, { from }, short_id) => {
        const body = (await session.readObject(from, '--from')) as ToolPatch;
        const tool = await session.api.patch('/v1/tools/{short_id}', { path: { short_id }, body });
        session.tell(tool, () => toolText(session, tool));
      }),
    );
  for (const [name, description] of [
    ['pause', 'send it no more orders: waiting ones wait, new ones are refused'],
    ['resume', 'send what waited'],
  ] as const)
    tools
      .command(`${name} <short_id>`)
      .description(description)
      .action(
        acting(making, async (session, _options, short_id) => {
          const tool = await session.api.post(`/v1/tools/{short_id}/${name}`, { path: { short_id }, body: {} });
          session.tell(tool, () => toolText(session, tool));
        }),
      );
  addEndings(tools, making);
}

function addEndings(tools: Command, making: Making): void {
  tools
    .command('rotate-secret <short_id>')
    .description('a new secret, shown this once; the one before counts beside it for a while')
    .addArgument(new Argument('<which>', 'which of the two').choices(['callback', 'signing']))
    .option('--grace <seconds>', 'how long the one before counts', wholeNumber('--grace', 0), 86_400)
    .action(
      acting<{ grace: number }>(making, async (session, { grace: grace_s }, short_id, which) => {
        const body = { which: which as Which, grace_s };
        const made = await session.api.post('/v1/tools/{short_id}/rotate-secret', { path: { short_id }, body });
        session.tell(made, () => session.record({ ...made }));
      }),
    );
  tools
    .command('delete <short_id>')
    .description('delete a tool that has no open orders; its short_id is never issued again')
    .option('--yes', 'it is meant')
    .action(
      acting<{ yes?: boolean }>(making, async (session, options, short_id) => {
        meant(options, 'Deleting a tool');
        await session.api.delete('/v1/tools/{short_id}', { path: { short_id } });
        session.tell({ short_id, deleted: true }, () => 'The tool is deleted.\n');
      }),
    );
}
