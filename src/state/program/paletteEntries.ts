import { bindingsAt, type CommandId, keyName } from '../keys/bindings.ts';
import { BalancerPage } from '../pages/balancerPage.ts';
import { BalancersPage } from '../pages/balancersPage.ts';
import type { Page } from '../pages/page.ts';
import type { PageHost } from '../pages/pageHost.ts';
import type { Entry } from './palette.ts';

const NOT_LISTED: ReadonlySet<CommandId> = new Set(['up', 'down', 'palette', 'back']);

/** Every command of the page, and every place one can go to: open accounts, their regions' lists, their balancers. */
export function paletteEntries(
  host: PageHost,
  page: Page,
  commands: { whyNot(command: CommandId): string | null; run(command: CommandId): void },
): readonly Entry[] {
  const { sessions, queries } = host.workspace;
  const keys = bindingsAt(page.place)
    // A menu keeps its own cursor, which only its own keys know.
    .filter(({ id }) => !NOT_LISTED.has(id) && !(id === 'open' && page.place === 'regions'))
    .map(
      (binding): Entry => ({
        id: `key ${binding.id}`,
        text: binding.help,
        hint: keyName(binding.keys[0] ?? ''),
        whyNot: commands.whyNot(binding.id),
        go: () => commands.run(binding.id),
      }),
    );
  const lists = sessions.list().map(
    (session): Entry => ({
      id: `list ${session.key}`,
      text: ['Balancers of', session.account.name, session.region].filter(Boolean).join(' '),
      hint: 'account',
      whyNot: null,
      go: () => host.home(new BalancersPage(host, [session], false)),
    }),
  );
  const balancers = sessions.list().flatMap((session) =>
    (queries.knownList(session)?.value ?? []).map(
      (balancer): Entry => ({
        id: `balancer ${session.key}/${balancer.id}`,
        text: balancer.name,
        hint: [session.account.name, session.region].filter(Boolean).join(' · '),
        whyNot: null,
        go: () => host.push(new BalancerPage(host, session, balancer)),
      }),
    ),
  );
  return [...keys, ...lists, ...balancers];
}
