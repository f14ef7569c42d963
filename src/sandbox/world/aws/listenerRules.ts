import type { Plan } from '../refusal.ts';
import { certificatesOf, isUsable } from './certificates.ts';
import { DEFAULT_SSL_POLICY } from './ciphers.ts';
import type { ListenerSpec } from './commands.ts';
import { referencing } from './policyRules.ts';
import type { ElbRecord, Listener, Protocol } from './records.ts';
import { type Coded, deny, doing, invalid, unfit } from './refusals.ts';
import type { AwsRegion } from './state.ts';

/** Listeners that a balancer can have. */
const MOST = 100;
const PROTOCOLS: readonly Protocol[] = ['HTTP', 'HTTPS', 'TCP', 'SSL'];

const isSecure = (protocol: Protocol) => protocol === 'HTTPS' || protocol === 'SSL';
const layer = (protocol: Protocol) => (protocol.startsWith('HTTP') ? 7 : 4);

/** The listeners that a request asks for, each checked by itself, or the first refusal. */
export function listenersOf(
  region: AwsRegion,
  specs: readonly ListenerSpec[],
): { readonly listeners: readonly Listener[] } | Coded {
  const listeners: Listener[] = [];
  for (const spec of specs) {
    const listener = listenerOf(region, spec);
    if ('refusal' in listener) return listener;
    listeners.push(listener);
  }
  return { listeners };
}

function listenerOf(region: AwsRegion, spec: ListenerSpec): Listener | Coded {
  const protocol = protocolOf(spec.protocol);
  if (!protocol) return unsupported(spec.protocol);
  const instanceProtocol = protocolOf(spec.instanceProtocol ?? (layer(protocol) === 7 ? 'HTTP' : 'TCP'));
  if (!instanceProtocol) return unsupported(spec.instanceProtocol ?? '');
  for (const port of [spec.port, spec.instancePort])
    if (!(port >= 1 && port <= 65_535)) return invalid(`Port ${port} is not in the range 1 to 65535`);
  if (layer(protocol) !== layer(instanceProtocol))
    return unfit(
      `Protocol ${protocol} and InstanceProtocol ${instanceProtocol} must be at the same layer: HTTP and HTTPS, or TCP and SSL`,
    );
  if (!isSecure(protocol))
    return { ...spec, protocol, instanceProtocol, certificate: null, policies: [] as const };
  if (!spec.certificate) return invalid('Secure Listeners need to specify a SSLCertificateId');
  return (
    certificateFault(region, spec.certificate) ?? {
      ...spec,
      protocol,
      instanceProtocol,
      certificate: spec.certificate,
      policies: [],
    }
  );
}

function protocolOf(text: string): Protocol | undefined {
  return PROTOCOLS.find((protocol) => protocol === text.toUpperCase());
}

function unsupported(text: string): Coded {
  return deny('UnsupportedProtocol', `Protocol ${text} is not one of ${PROTOCOLS.join(', ')}`);
}

function certificateFault(region: AwsRegion, arn: string): Coded | null {
  const certificate = certificatesOf(region.account, region.name).find((known) => known.arn === arn);
  return certificate && isUsable(certificate)
    ? null
    : deny('CertificateNotFound', `Server Certificate not found for the key: ${arn}`);
}

/** What keeps these listeners from standing together, if anything. */
export function togetherFault(elb: string, listeners: readonly Listener[]): Coded | null {
  for (const [place, one] of listeners.entries()) {
    for (const other of listeners.slice(place + 1)) {
      if (one.port === other.port && !isSame(one, other))
        return deny(
          'DuplicateListener',
          `A listener already exists for ${elb} with LoadBalancerPort ${one.port}, but with a different InstancePort, Protocol, or SSLCertificateId`,
        );
      if (
        one.instancePort === other.instancePort &&
        isSecure(one.instanceProtocol) !== isSecure(other.instanceProtocol)
      )
        return unfit(
          `Listeners that share instance port ${one.instancePort} must all be secure on the instances' side, or none of them`,
        );
    }
  }
  return listeners.length > MOST ? unfit(`A load balancer can have ${MOST} listeners`) : null;
}

/** Whether two listeners are the same, their policies apart. */
export function isSame(one: Listener, other: Listener): boolean {
  return (
    one.port === other.port &&
    one.protocol === other.protocol &&
    one.instancePort === other.instancePort &&
    one.instanceProtocol === other.instanceProtocol &&
    one.certificate === other.certificate
  );
}

/** Adds listeners; those that are there just so are passed over. */
export function addListeners(region: AwsRegion, elb: ElbRecord, specs: readonly ListenerSpec[]): Plan {
  if (specs.length === 0) return invalid('Listeners cannot be empty');
  const read = listenersOf(region, specs);
  if ('refusal' in read) return read;
  return (
    togetherFault(elb.name, [...elb.listeners, ...read.listeners]) ??
    doing(() => putListeners(elb, read.listeners))
  );
}

/** Puts listeners in that are not there yet. A secure one gets the default policy, which then belongs to the balancer. */
export function putListeners(elb: ElbRecord, listeners: readonly Listener[]): void {
  for (const listener of listeners) {
    if (elb.listener(listener.port)) continue;
    const secure = isSecure(listener.protocol);
    elb.listeners = [...elb.listeners, { ...listener, policies: secure ? [DEFAULT_SSL_POLICY] : [] }];
    if (!secure || elb.policy(DEFAULT_SSL_POLICY)) continue;
    const attributes = referencing(DEFAULT_SSL_POLICY);
    elb.policies = [
      ...elb.policies,
      { name: DEFAULT_SSL_POLICY, type: 'SSLNegotiationPolicyType', attributes },
    ];
  }
}

/** Removes listeners with what is set on them; a port without one is passed over. */
export function deleteListeners(elb: ElbRecord, ports: readonly number[]): Plan {
  return doing(() => {
    elb.listeners = elb.listeners.filter(({ port }) => !ports.includes(port));
    const used = new Set(elb.listeners.map(({ instancePort }) => instancePort));
    elb.backends = new Map([...elb.backends].filter(([port]) => used.has(port)));
  });
}

/** Puts another certificate on a secure listener. */
export function setCertificate(region: AwsRegion, elb: ElbRecord, port: number, certificate: string): Plan {
  const listener = elb.listener(port);
  if (!listener)
    return deny('ListenerNotFound', `Load Balancer ${elb.name} does not have a listener on port ${port}`);
  if (!isSecure(listener.protocol))
    return deny('UnsupportedProtocol', `The listener on port ${port} is not secure`);
  return (
    certificateFault(region, certificate) ??
    doing(() => {
      elb.listeners = elb.listeners.map((other) => (other.port === port ? { ...other, certificate } : other));
    })
  );
}
