import { problemOf } from '../../model/problem.ts';
import type { Session } from '../sessions.ts';
import { accountFlags } from './accountCells.ts';
import { BalancersPage } from './balancersPage.ts';
import { MenuPage } from './menuPage.ts';
import type { Page } from './page.ts';
import type { PageHost } from './pageHost.ts';

/** A short menu of an account's regions; choosing one opens its balancers. */
export function regionMenu(host: PageHost, { account, provider, region: current }: Session): Page {
  const menu: Page = new MenuPage({
    crumb: 'region',
    header: () => ({
      where: `${account.name} · ${provider.label}`,
      count: `${provider.regions.length} regions`,
      age: null,
      flags: accountFlags(account, host.workspace.readOnly),
    }),
    title: `Regions of ${account.name}`,
    items: provider.regions.map((region) => ({ value: region, label: region })),
    current,
    choose: (region, signal) => {
      host.say(`Opening ${account.name} in ${region}…`, 'pending');
      host.workspace.sessions
        .open(account, region, signal)
        .then((session) => {
          if (signal.aborted) return;
          if (host.isOnTop(menu)) {
            host.home(new BalancersPage(host, [session], false));
            host.say(`${account.name} in ${region}`);
          } else {
            // What is being typed over the menu must not end up as keys of another page.
            host.say(`${account.name} in ${region} is open: choose it again to go there`, 'good');
          }
        })
        .catch((thrown: unknown) => {
          if (!signal.aborted) host.sayProblem(problemOf(thrown));
        });
    },
  });
  return menu;
}
