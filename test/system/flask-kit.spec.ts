import { sellerFolder, startKit, type KitProcess } from '../kits/kit-process.js';
import { describeMistakes } from '../kits/kit-mistakes.js';
import { describeKit } from '../kits/kit-promises.js';
import type { KitWorld } from '../kits/kit-world.js';

/** Debian's Python, for which `python3-flask` is installed, and none that came with something else. */
const PYTHON = '/usr/bin/python3';

async function start(world: KitWorld): Promise<KitProcess> {
  const { folder, tls } = await sellerFolder(world, 'app.py', await world.kit('flask'));
  return startKit(world, { program: PYTHON, args: ['app.py'], folder, env: { ...tls, ...world.secrets } });
}

describeKit({ name: 'flask', start });

describeMistakes('flask', async (world) => {
  const { folder, tls } = await sellerFolder(world, 'app.py', withMistakes(await world.kit('flask')));
  return startKit(world, { program: PYTHON, args: ['app.py'], folder, env: { ...tls, ...world.secrets } });
});

/** The work of a seller who gets it wrong, as the order asks. */
function withMistakes(kit: string): string {
  const mistakes = `
    given = {"nothing": None, "text": "just text", "list": [1], "odd": {"result_text": b"x"}, "unreadable": {"result_text": 7}}
    if inputs.get("mistake") == "late":
        threading.Timer(0.3, report, (60, "Still at it.")).start()
        return {"output_type": "text", "result_text": "done"}
    if inputs.get("mistake"):
        return given[inputs["mistake"]]
`;
  return kit.replace('    report(50, "Half way there.")\n', mistakes);
}
