import { type FormValues, rowsOf } from '../../../model/form.ts';
import type { Answers, Spec } from '../../create.ts';
import { BALANCER_STEP, ownPort } from './balancerPage.ts';
import { metadataPairs } from './balancerSettings.ts';
import { writtenName } from './choices.ts';
import { NODES_STEP, nodeOfRow, rowServers } from './nodesPage.ts';
import type { NovaServer } from './novaServers.ts';
import type { Offers } from './offers.ts';
import { chosen, newNames, SERVERS_STEP } from './serversPage.ts';
import { VIRTUAL_IP_STEP, virtualIpOf } from './virtualIpPage.ts';

/**
 * What the answers mean. Images, flavors and servers are written by their names where these are nobody else's, as people
 * will read it; hidden fields count for nothing.
 */
export function specOfAnswers(answers: Answers, offers: Offers, servers: readonly NovaServer[]): Spec {
  const balancer = trimmed(answers[BALANCER_STEP]);
  const made = trimmed(answers[SERVERS_STEP]);
  const { name = '', protocol = '', algorithm = '' } = balancer;
  const create = newServersOf(made, offers);
  const written = existingNames(chosen(made['existing']), servers, create);
  const existing = [...written.values()];
  const rows = rowsOf(answers[NODES_STEP]?.['rows'] ?? '');
  const fixed = rowServers(answers, servers).map(({ key, isNew }) => ({
    condition: 'ENABLED',
    port: portOf(balancer, offers),
    ...nodeOfRow({ ...rows.find((row) => row['server'] === key), server: key }),
    server: isNew ? key : (written.get(key) ?? key),
  }));
  const typed = rows.filter((row) => row['server'] === undefined).map(nodeOfRow);
  return {
    name,
    protocol,
    port: portOf(balancer, offers),
    algorithm,
    ...(balancer['more'] === 'yes' ? settingsOf(balancer) : {}),
    virtualIp: virtualIpOf(trimmed(answers[VIRTUAL_IP_STEP])),
    ...(existing.length + create.length === 0
      ? {}
      : {
          servers: {
            ...(existing.length === 0 ? {} : { existing }),
            ...(create.length === 0 ? {} : { create }),
          },
        }),
    nodes: [...fixed, ...typed],
  };
}

function trimmed(values: FormValues = {}): Readonly<Record<string, string | undefined>> & FormValues {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value.trim()]));
}

function portOf(balancer: FormValues, offers: Offers): number {
  return Number(balancer['port'] || ownPort(offers, balancer['protocol']) || 80);
}

function settingsOf(values: FormValues) {
  const { timeout, persistence = 'none', monitor = 'none', metadata = '' } = values;
  const pairs = metadataPairs(metadata);
  const number = (key: string, usual: number) => Number(values[key] || usual);
  const page = { path: values['path'] || '/', statusRegex: values['statusRegex'] || '^[23][0-9][0-9]$' };
  return {
    ...(timeout ? { timeout: Number(timeout) } : {}),
    ...(persistence === 'none' ? {} : { sessionPersistence: persistence }),
    ...(monitor === 'none'
      ? {}
      : {
          healthMonitor: {
            type: monitor,
            delay: number('delay', 10),
            timeout: number('checkTimeout', 5),
            attempts: number('attempts', 3),
            ...(monitor === 'CONNECT' ? {} : page),
          },
        }),
    ...(pairs.length === 0 ? {} : { metadata: Object.fromEntries(pairs) }),
  };
}

function newServersOf(values: FormValues, offers: Offers) {
  const nameIn = (all: readonly { readonly id: string; readonly name: string }[] | null, id = ''): string => {
    const one = all?.find((candidate) => candidate.id === id);
    return one && all ? writtenName(one, all) : id;
  };
  const image = nameIn(offers.images.last, values['image']);
  const flavor = nameIn(offers.flavors.last, values['flavor']);
  const keyName = values['keyName'];
  return newNames(values).map((name) => ({ name, image, flavor, ...(keyName ? { keyName } : {}) }));
}

/** How each chosen server is written; by its id where a new one is to have its name. */
function existingNames(
  ids: readonly string[],
  servers: readonly NovaServer[],
  create: readonly { readonly name: string }[],
): ReadonlyMap<string, string> {
  return new Map(
    ids.map((id) => {
      const server = servers.find((one) => one.id === id);
      const name = server ? writtenName(server, servers) : id;
      return [id, create.some((made) => made.name === name) ? id : name];
    }),
  );
}
