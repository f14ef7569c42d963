import { problemOf } from '../../model/problem.ts';
import type { CommandId } from '../keys/bindings.ts';
import type { Session } from '../sessions.ts';
import { accountFlags } from './accountCells.ts';
import { BalancersPage } from './balancersPage.ts';
import type { Header, MenuView, Page } from './page.ts';
import type { PageHost } from './pageHost.ts';

/** A short menu of an account's regions; choosing one opens its balancers. */
class RegionMenu implements Page {
  readonly place = 'regions';
  readonly crumb = 'region';
  readonly factLines = 0;
  readonly #host: PageHost;
  readonly #session: Session;
  readonly #leave = new AbortController();

  constructor(host: PageHost, session: Session) {
    this.#host = host;
    this.#session = session;
  }

  header(): Header {
    const { account, provider } = this.#session;
    return {
      where: `${account.name} · ${provider.label}`,
      count: `${provider.regions.length} regions`,
      age: null,
      flags: accountFlags(account, this.#host.workspace.readOnly),
    };
  }

  view(): MenuView {
    return {
      kind: 'menu',
      title: `Regions of ${this.#session.account.name}`,
      items: this.#session.provider.regions.map((region) => ({ value: region, label: region })),
      current: this.#session.region,
      choose: (region) => void this.#open(region),
    };
  }

  whyNot(_command: CommandId): string | null {
    return null;
  }

  run(_command: CommandId): void {}

  setHeight(_rows: number): void {}

  show(): void {}

  hide(): void {
    this.#leave.abort();
  }

  async #open(region: string): Promise<void> {
    const { account } = this.#session;
    this.#host.say(`Opening ${account.name} in ${region}…`, 'pending');
    try {
      const session = await this.#host.workspace.sessions.open(account, region, this.#leave.signal);
      if (this.#leave.signal.aborted) return;
      this.#host.home(new BalancersPage(this.#host, [session], false));
      this.#host.say(`${account.name} in ${region}`);
    } catch (thrown) {
      if (!this.#leave.signal.aborted) this.#host.sayProblem(problemOf(thrown));
    }
  }
}

export function regionMenu(host: PageHost, session: Session): Page {
  return new RegionMenu(host, session);
}
