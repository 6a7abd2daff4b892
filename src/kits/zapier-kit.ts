import { literal } from './code-kits.js';
import type { Kit } from './kit.js';
import type { KitTool } from './kit-tool.js';
import { fill, readTemplate } from './read-template.js';

const STORE = 'ROUNDTRIP_STORE_SECRET';

/** Zapier imports nothing from outside: steps to follow. */
export const zapierKit: Kit = {
  name: 'zapier',
  title: 'Zapier',
  summary: 'Steps for a Zap that calls back, with the code of its steps. Not tried in a real account; no status URL.',
  filename: 'zapier.md',
  contentType: 'text/markdown; charset=utf-8',
  notes: zapierNotes,
  render: (tool) =>
    fill(readTemplate('zapier/steps.md'), {
      SHORT_ID_OF_THE_KIT: tool.shortId,
      NOTES_OF_THE_KIT: zapierNotes(tool)
        .map((note) => `- To do: ${note}`)
        .join('\n'),
      SECRETS_OF_THE_KIT: secretRows(tool).join('\n'),
      HEADERS_OF_THE_KIT: headerLines(tool).join('\n'),
      CHECK_OF_THE_KIT: fill(readTemplate('zapier/check.js').trimEnd(), {
        SIGNING_OF_THE_KIT: literal(tool.secrets.signing),
        VARIABLES_OF_THE_KIT: JSON.stringify(Object.values(tool.secrets.headers)),
      }),
      TELL_OF_THE_KIT: fill(readTemplate('zapier/tell.js').trimEnd(), {
        CALLBACK_OF_THE_KIT: literal(tool.secrets.callback),
      }),
    }),
};

function zapierNotes(tool: KitTool): string[] {
  return [
    'PATCH job_url to the URL that Catch Raw Hook shows.',
    'PATCH status_url to null: a Zap cannot be asked, it calls back.',
    ...tool.notes.filter((note) => !/^PATCH (job|status)_url /.test(note)),
  ];
}

function secretRows({ secrets }: KitTool): string[] {
  return [
    ...Object.entries(secrets.headers).map(([name, variable]) => `| ${variable} | ${code(name)} of auth_headers |`),
    `| ${secrets.signing} | signing_secret, shown once when the tool was registered |`,
    ...(secrets.callback === null ? [] : [`| ${secrets.callback} | callback_secret, shown once as well |`]),
    `| ${STORE} | a UUID that you make, for Storage by Zapier |`,
  ];
}

function headerLines({ secrets }: KitTool): string[] {
  return Object.entries(secrets.headers).map(([name, variable]) => `- \`given_${variable}\` = Headers ${code(name)}`);
}

/** A header's name is a token: it may hold a backtick and a bar, and nothing else that Markdown reads. */
function code(name: string): string {
  return `\`\` ${name.replaceAll('|', '\\|')} \`\``;
}
