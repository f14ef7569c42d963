import type { BalancerDetail } from '../../../model/balancer.ts';
import type { Setting } from '../../sections.ts';
import { isUdp } from './facts.ts';
import type { SectionParts } from './resource.ts';
import { engineSetting, type SettingSpec } from './setting.ts';
import { flagOf, formValues } from './wireValues.ts';

/** Whether connections are written to the account's files. */
export function connectionLogging(parts: SectionParts, balancer: BalancerDetail): Setting {
  return oneSwitch(parts, {
    balancer,
    key: 'connection-logging',
    title: 'Connection logging',
    one: 'connection logging',
    help: 'Writes a log of the connections to Cloud Files every hour',
    unavailable: isUdp(balancer.protocol)
      ? `Rackspace does not log the protocol ${balancer.protocol}: choose another protocol first`
      : null,
    path: 'connectionlogging',
    root: 'connectionLogging',
  });
}

/** Whether pages are kept on the balancer. */
export function contentCaching(parts: SectionParts, balancer: BalancerDetail): Setting {
  return oneSwitch(parts, {
    balancer,
    key: 'content-caching',
    title: 'Content caching',
    one: 'content caching',
    help: 'Keeps pages on the balancer and answers with them, without asking a node',
    unavailable:
      balancer.protocol === 'HTTP'
        ? null
        : 'Rackspace caches the pages of HTTP only: give the balancer the protocol HTTP first',
    path: 'contentcaching',
    root: 'contentCaching',
  });
}

type SwitchSpec = Pick<
  SettingSpec,
  'balancer' | 'key' | 'title' | 'one' | 'help' | 'unavailable' | 'path' | 'root'
>;

function oneSwitch(parts: SectionParts, spec: SwitchSpec): Setting {
  return engineSetting(parts, {
    ...spec,
    inDetail: true,
    always: true,
    reading(inner) {
      const values = formValues(inner, [], ['enabled']);
      return { configured: true, values, summary: values['enabled'] === 'yes' ? 'on' : 'off' };
    },
    fields: () => [{ kind: 'yesno', key: 'enabled', label: 'On', initial: 'no' }],
    body: (values) => flagOf(values, 'enabled'),
  });
}
