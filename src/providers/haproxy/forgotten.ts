import type { OwnChange } from './ownChanges.ts';
import { conditionOf, isForced, type Server, startsDisabled } from './server.ts';

/**
 * What these servers are that their configuration does not say, by whomever it was told: the next reload takes it away. A line
 * a server: `web-2 DRAINING, weight 30 (configured 50)`. `own` is what was told from here, by name of the server; of addresses
 * and servers that others gave nothing can be known.
 */
export function forgottenAtReload(
  servers: Readonly<Record<string, Server>>,
  own: ReadonlyMap<string, OwnChange>,
): readonly string[] {
  return Object.values(servers).flatMap((server) => {
    const parts = [
      own.get(server.name)?.presence === 'added' ? 'added' : null,
      conditionBeyond(server),
      weightBeyond(server),
      own.get(server.name)?.address === undefined ? null : 'its address',
      server.checked === false ? 'health check stopped' : null,
    ].filter((part) => part !== null);
    return parts.length === 0 ? [] : [`${server.name} ${parts.join(', ')}`];
  });
}

function conditionBeyond(server: Server): string | null {
  if (startsDisabled(server)) return isForced(server) ? null : `${conditionOf(server)} (configured disabled)`;
  return isForced(server) ? conditionOf(server) : null;
}

function weightBeyond({ weight, configuredWeight }: Server): string | null {
  if (weight === null || configuredWeight === null || weight === configuredWeight) return null;
  return `weight ${weight} (configured ${configuredWeight})`;
}
