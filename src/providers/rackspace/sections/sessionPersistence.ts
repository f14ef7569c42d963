import type { BalancerDetail } from '../../../model/balancer.ts';
import type { Setting } from '../../sections.ts';
import { persistenceFault } from '../create/rules.ts';
import type { SectionParts } from './resource.ts';
import { engineSetting } from './setting.ts';
import { formValues, textOf } from './wireValues.ts';

/** What keeps a client on its node. */
export function sessionPersistence(parts: SectionParts, balancer: BalancerDetail): Setting {
  const protocol = balancer.protocol ?? '';
  return engineSetting(parts, {
    balancer,
    key: 'session-persistence',
    title: 'Session persistence',
    one: 'session persistence',
    help: 'Keeps a client on the node that it was sent to first',
    path: 'sessionpersistence',
    root: 'sessionPersistence',
    inDetail: true,
    reading(inner) {
      const values = formValues(inner, ['persistenceType']);
      const configured = values['persistenceType'] !== undefined;
      return { configured, values, summary: values['persistenceType'] ?? 'none' };
    },
    fields: () => [
      {
        kind: 'choice',
        key: 'persistenceType',
        label: 'Kept by',
        initial: protocol === 'HTTP' ? 'HTTP_COOKIE' : protocol === 'HTTPS' ? 'SSL_ID' : 'SOURCE_IP',
        options: [
          { value: 'HTTP_COOKIE', label: 'HTTP_COOKIE', help: 'by a cookie; protocol HTTP only' },
          { value: 'SSL_ID', label: 'SSL_ID', help: 'by the TLS session; protocol HTTPS only' },
          { value: 'SOURCE_IP', label: 'SOURCE_IP', help: 'by the client’s address' },
        ],
        check: (text) => persistenceFault(text, protocol),
      },
    ],
    body: (values) => textOf(values, 'persistenceType'),
    reset: { title: 'End session persistence' },
  });
}
