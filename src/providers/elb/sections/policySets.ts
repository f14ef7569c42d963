import type { ListenerDescription, LoadBalancerDescription } from '@aws-sdk/client-elastic-load-balancing';
import { some } from '../../inWords.ts';
import type { ChangeOptions, Receipt } from '../../provider.ts';
import { isHttp, isSecure, listenerOf } from './listenerRules.ts';
import type { PolicyKind } from './policyTypes.ts';
import { receiptOf, type Subject, setting } from './subject.ts';

/** Where policies are enabled: on a front-end port, or on an instance port. */
export interface Place {
  readonly on: 'listener' | 'instance';
  readonly port: number;
}

/** `listener 443`, `instance port 80` */
export function placeText({ on, port }: Place): string {
  return on === 'listener' ? `listener ${port}` : `instance port ${port}`;
}

/** A place as forms hold it: `listener 443`, `instance 80`. */
export function placeValue({ on, port }: Place): string {
  return `${on} ${port}`;
}

/** The place that a form's value means; null where it means none. */
export function placeOf(value: string | undefined): Place | null {
  const [, on, port] = /^(listener|instance) (\d{1,5})$/.exec(value ?? '') ?? [];
  return on === undefined ? null : { on: on === 'listener' ? 'listener' : 'instance', port: Number(port) };
}

/** The names of the policies that are enabled there. */
export function policiesAt(description: LoadBalancerDescription, { on, port }: Place): readonly string[] {
  const found =
    on === 'listener'
      ? description.ListenerDescriptions?.find(({ Listener }) => Listener?.LoadBalancerPort === port)
      : description.BackendServerDescriptions?.find(({ InstancePort }) => InstancePort === port);
  return found?.PolicyNames ?? [];
}

/** Every place of the balancer: its listeners, then the ports of its instances. */
export function placesOf(description: LoadBalancerDescription): readonly Place[] {
  const listeners = listenerDescriptions(description).map(
    ({ Listener }): Place => ({ on: 'listener', port: Listener?.LoadBalancerPort ?? 0 }),
  );
  return [...listeners, ...instancePorts(description).map((port): Place => ({ on: 'instance', port }))];
}

/** Listeners by their ports. */
export function listenerDescriptions(description: LoadBalancerDescription): readonly ListenerDescription[] {
  return [...(description.ListenerDescriptions ?? [])].sort(
    (a, b) => (a.Listener?.LoadBalancerPort ?? 0) - (b.Listener?.LoadBalancerPort ?? 0),
  );
}

/** The instance ports that listeners send to, or that have policies. */
export function instancePorts(description: LoadBalancerDescription): readonly number[] {
  const ports = [
    ...(description.ListenerDescriptions ?? []).flatMap(({ Listener }) => Listener?.InstancePort ?? []),
    ...(description.BackendServerDescriptions ?? []).flatMap(({ InstancePort }) => InstancePort ?? []),
  ];
  return [...new Set(ports)].sort((a, b) => a - b);
}

/** Where a policy of this kind may be enabled (spec §6). */
export function placesFor(kind: PolicyKind, description: LoadBalancerDescription): readonly Place[] {
  const fits = (place: Place): boolean => {
    if (kind === 'key') return false;
    if (kind === 'other') return true;
    const listeners = listenerDescriptions(description).map(({ Listener }) => listenerOf(Listener ?? {}));
    if (place.on === 'listener') {
      const protocol = listeners.find(({ port }) => port === place.port)?.protocol;
      return kind === 'stickiness' ? isHttp(protocol) : kind === 'ssl' && isSecure(protocol);
    }
    const behind = listeners.find(({ instancePort }) => instancePort === place.port)?.instanceProtocol;
    if (behind === undefined) return false;
    return kind === 'proxy' ? !isHttp(behind) : kind === 'authentication' && isSecure(behind);
  };
  return placesOf(description).filter(fits);
}

/** Makes `names` the whole set of policies there: none where it is empty. Resolves when AWS shows it. Throws Failure. */
export async function setPolicies(
  subject: Subject,
  place: Place,
  names: readonly string[],
  options: ChangeOptions,
): Promise<Receipt> {
  const { aws, name } = subject;
  const what = `set the policies of ${placeText(place)} of ${name}`;
  const call = setting(what, options);
  // The array is always sent: an empty one clears the set, a missing one says nothing (spec §3).
  const PolicyNames = [...names];
  const sent =
    place.on === 'listener'
      ? aws.elb(
          'SetLoadBalancerPoliciesOfListener',
          { LoadBalancerName: name, LoadBalancerPort: place.port, PolicyNames },
          call,
        )
      : aws.elb(
          'SetLoadBalancerPoliciesForBackendServer',
          { LoadBalancerName: name, InstancePort: place.port, PolicyNames },
          call,
        );
  const receipt = await receiptOf(sent, options);
  // An emulator may accept it for a port that it does not know, and do nothing.
  await subject.shows(what, (description) => isSet(policiesAt(description, place), names), options);
  return receipt;
}

/** True where these are the policies that were asked for; AWS may add one of its own to an encrypted listener. */
function isSet(now: readonly string[], names: readonly string[]): boolean {
  return (
    names.every((name) => now.includes(name)) &&
    now.every((name) => names.includes(name) || name.startsWith('ELBSecurityPolicy-'))
  );
}

/** What replacing a set means, in words; empty where nothing changes. */
export function setWords(
  place: Place,
  before: readonly string[],
  after: readonly string[],
): readonly string[] {
  if (before.length === after.length && before.every((name) => after.includes(name))) return [];
  const now = before.length === 0 ? 'no policies' : some(before, 'and', 20);
  const then = after.length === 0 ? 'none' : some(after, 'and', 20);
  return [`The whole set of ${placeText(place)} is replaced: ${now} → ${then}`];
}

/** What replacing a set may break, in words: what no longer applies, and what instances may not be ready for. */
export function setWarnings(
  place: Place,
  before: readonly string[],
  after: readonly string[],
): readonly string[] {
  const gone = before.filter((name) => !after.includes(name));
  const come = after.filter((name) => !before.includes(name));
  const applies = gone.length === 1 ? 'applies' : 'apply';
  return [
    ...(gone.length === 0 ? [] : [`${some(gone, 'and', 20)} no longer ${applies} to ${placeText(place)}`]),
    ...(come.length === 0 ? [] : comingWarnings(place, come)),
  ];
}

/** What policies that are new there may break: what is sent to instances changes with them. */
export function comingWarnings({ on, port }: Place, names: readonly string[]): readonly string[] {
  if (on === 'listener') return [];
  return [
    `Instances that are not ready for ${some(names, 'and', 20)} refuse connections to port ${port} then`,
  ];
}
