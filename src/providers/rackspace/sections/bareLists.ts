import type { BalancerDetail } from '../../../model/balancer.ts';
import { cleanOrNull } from '../../../model/text.ts';
import type { Collection } from '../../sections.ts';
import { type ItemList, listed } from './collection.ts';
import { factsOf } from './facts.ts';
import { Resource, type SectionParts } from './resource.ts';
import { type Keyed, keyedOrNull } from './wireValues.ts';

/** What SSL termination agrees on with clients. */
export function ciphers(parts: SectionParts, balancer: BalancerDetail): Collection {
  return names(parts, balancer, {
    key: 'ciphers',
    title: 'Ciphers',
    one: 'cipher',
    help: 'What SSL termination offers to clients',
    ...(factsOf(balancer).hasSsl ? {} : { unavailable: 'Only SSL termination has ciphers: set that first' }),
    empty: 'No ciphers',
    url: `${parts.balancers.url(balancer.id)}/ssltermination/ciphers`,
    root: 'ciphers',
    noun: `the ciphers of ${parts.labels.balancer(balancer.id)}`,
    wrapper: 'cipher',
  });
}

/** Domains whose host names may stand for nodes; the same for all balancers of the region. */
export function allowedDomains(parts: SectionParts, balancer: BalancerDetail): Collection {
  return names(parts, balancer, {
    key: 'allowed-domains',
    title: 'Allowed domains',
    one: 'domain',
    help: 'A node may be a host name only below one of these',
    empty: 'Nodes are given by address: no domain is allowed',
    url: `${parts.base}/loadbalancers/alloweddomains`,
    root: 'allowedDomains',
    noun: 'the domains that nodes may have',
    wrapper: 'allowedDomain',
  });
}

/** The member, or what its wrapper holds: some lists name each member's kind once more. */
export function withoutWrapper(member: Keyed, wrapper: string): Keyed {
  return keyedOrNull(member[wrapper]) ?? member;
}

function names(
  parts: SectionParts,
  balancer: BalancerDetail,
  spec: Pick<Collection, 'key' | 'title' | 'one' | 'help' | 'unavailable' | 'empty'> & {
    readonly url: string;
    readonly root: string;
    readonly noun: string;
    readonly wrapper: string;
  },
): Collection {
  const { url, root, noun, wrapper, ...said } = spec;
  const place = { balancerId: balancer.id, url, root, noun, inDetail: false, none404: true };
  const list: ItemList = {
    resource: new Resource(parts.session, place),
    one: said.one,
    many: `${said.one}s`,
    item(member) {
      const name = cleanOrNull(withoutWrapper(member, wrapper)['name']);
      return name === null ? null : { id: name, name, cells: { name }, values: {} };
    },
  };
  return {
    kind: 'collection',
    ...said,
    columns: [{ key: 'name', title: 'Name' }],
    ...listed(parts, list, balancer),
  };
}
