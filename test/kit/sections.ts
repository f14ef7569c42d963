import { expect } from 'vitest';
import type { Balancer } from '../../src/model/balancer.ts';
import type { Form } from '../../src/model/form.ts';
import { Failure } from '../../src/model/problem.ts';
import type { Provider } from '../../src/providers/provider.ts';
import type { Section, Setting } from '../../src/providers/sections.ts';
import { BalancersPage } from '../../src/state/pages/balancersPage.ts';
import { Gate, KeptRules, KeptSetting, RECEIPT } from './keptSections.ts';
import { aDetail, anAccount, aProvider, nodes } from './model.ts';
import type { SluiceUnderTest } from './sluice.ts';

export const CACHE_FORM: Form = {
  title: 'Cache',
  fields: [
    { kind: 'number', key: 'ttl', label: 'Seconds to keep', help: 'From 1 to 600', min: 1, max: 600 },
    {
      kind: 'choice',
      key: 'mode',
      label: 'Mode',
      options: [
        { value: 'all', label: 'everything' },
        { value: 'some', label: 'pictures only' },
      ],
    },
  ],
};

const PAGE_FORM: Form = {
  title: 'Sorry page',
  fields: [
    { kind: 'long', key: 'html', label: 'Page', help: 'What is sent when no node is up', most: 2_000 },
    { kind: 'long', key: 'key', label: 'Signing key', secret: true, most: 2_000, optional: true },
  ],
};

/** An engine that no one has, with sections of its own; what it keeps can be looked at and changed behind the program's back. */
export class MadeUpEngine {
  readonly gates = { read: new Gate(), write: new Gate(), form: new Gate() };
  readonly cache = new KeptSetting({ ttl: '60', mode: 'all' }, this.gates);
  readonly page = new KeptSetting(null, this.gates);
  readonly limit = new KeptSetting({ rate: '100' }, this.gates);
  readonly rules = new KeptRules(['/', '/api', '/static'], this.gates);
  detailReads = 0;
  nodeCount = 3;
  /** What the balancer itself tells of its rules; null where they are read by themselves. */
  knownRules = false;
  changes: Partial<Provider> = {};
  balancers: readonly Balancer[] = [aDetail(nodes(3))];
  readonly deleted: string[] = [];

  sections(): readonly Section[] {
    return [
      this.rules.collection(this.knownRules ? { known: this.rules.items } : {}),
      this.cache.setting({ key: 'cache', title: 'Cache' }, CACHE_FORM),
      this.page.setting({ key: 'sorry', title: 'Sorry page' }, PAGE_FORM),
      this.configuration(),
    ];
  }

  /** What can only be read, told by the balancer: the engine's own lines. */
  configuration(): Setting {
    const lines = Array.from(
      { length: 40 },
      (_, line) => `server web-${line + 1} 10.0.0.${line + 1}:80 check`,
    );
    const known = { configured: true, values: {}, summary: '40 lines', raw: lines };
    return {
      kind: 'setting',
      key: 'configuration',
      title: 'Configuration',
      help: 'The lines of the configuration file',
      known,
      read: async () => known,
      form: () => ({ title: 'Configuration', fields: [] }),
    };
  }

  provider(): Provider {
    return aProvider({
      label: 'Made-up',
      oneChangeAtATime: false,
      listBalancers: async () => this.balancers,
      getBalancer: async () => {
        this.detailReads += 1;
        const told = this.knownRules ? this.rules.items : [];
        return { ...aDetail(nodes(this.nodeCount)), raw: { rules: told } };
      },
      changeNode: async () => RECEIPT,
      sections: () => this.sections(),
      nodeSections: (_, { id }) => [
        this.limit.setting({ key: 'limit', title: `Limit of node ${id}` }, LIMIT_FORM),
      ],
      removal: {
        notes: ['Its nodes stay'],
        run: async (id) => {
          await this.gates.write.pass();
          this.deleted.push(id);
          this.balancers = this.balancers.filter((balancer) => balancer.id !== id);
          return RECEIPT;
        },
      },
      ...this.changes,
    });
  }
}

const LIMIT_FORM: Form = {
  title: 'Limit',
  fields: [{ kind: 'number', key: 'rate', label: 'Requests a second', min: 1, max: 10_000 }],
};

/** A failure as the engine would give it. */
export function refusal(message: string): Failure {
  return new Failure({ kind: 'invalid', message, hint: 'Give a smaller one' });
}

/** The list of balancers of the made-up engine, in its own account; `open` goes on to the only one. */
export async function openMadeUp(
  app: SluiceUnderTest,
  engine: MadeUpEngine,
  { open = true, account = anAccount() } = {},
): Promise<void> {
  const session = { key: `${account.id}@DFW`, account, region: 'DFW', provider: engine.provider() };
  app.program.home(new BalancersPage(app.program, [session], false));
  await app.idle();
  if (open) await app.press('enter');
}

/** From the list of accounts to the settings of the made-up engine's only balancer. */
export async function onSettings(engine: MadeUpEngine, app: SluiceUnderTest): Promise<void> {
  await openMadeUp(app, engine);
  await app.press('shift-tab');
  expect(app.screen()).toContain('[Settings]');
}
