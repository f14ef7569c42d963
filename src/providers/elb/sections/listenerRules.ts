import type { Listener } from '@aws-sdk/client-elastic-load-balancing';
import type { FormValues } from '../../../model/form.ts';
import { cleanText } from '../../../model/text.ts';

/** Which front ends and back ends a Classic balancer speaks (spec §4.1). */
export const PROTOCOLS = ['HTTP', 'HTTPS', 'TCP', 'SSL'] as const;
/** One of these. What AWS answers and users type is put into upper case first. */
export type Protocol = (typeof PROTOCOLS)[number];

/** A listener with everything that AWS would otherwise fill in. */
export interface ListenerSpec {
  readonly protocol: Protocol;
  readonly port: number;
  readonly instanceProtocol: Protocol;
  readonly instancePort: number;
  /** ARN, for HTTPS and SSL. */
  readonly certificate?: string;
}

/** True for one of ours, in upper case only. */
export function isProtocol(text: string | undefined): text is Protocol {
  return PROTOCOLS.some((protocol) => protocol === text);
}

/** True where the protocol is encrypted. */
export function isSecure(protocol: string | undefined): boolean {
  return protocol === 'HTTPS' || protocol === 'SSL';
}

/** True where the balancer reads the requests, and does not only pass bytes on. */
export function isHttp(protocol: string | undefined): boolean {
  return protocol === 'HTTP' || protocol === 'HTTPS';
}

/** The port that a protocol usually has in front. */
export function usualPort(protocol: Protocol): number {
  return isSecure(protocol) ? 443 : 80;
}

/** What a back end speaks where nothing else is said: the same layer, without encryption. */
export function usualInstanceProtocol(protocol: Protocol): Protocol {
  return isHttp(protocol) ? 'HTTP' : 'TCP';
}

type Key = 'port' | 'instanceProtocol' | 'instancePort' | 'certificate';

/** What is wrong with one listener, by the member that has to be mended. */
function listenerFault(
  listener: Partial<ListenerSpec>,
): { readonly key: Key; readonly message: string } | null {
  const { protocol, instanceProtocol, certificate } = listener;
  if (protocol === undefined) return null;
  if (instanceProtocol !== undefined && isHttp(protocol) !== isHttp(instanceProtocol)) {
    const pair = isHttp(protocol) ? 'HTTP or HTTPS' : 'TCP or SSL';
    return {
      key: 'instanceProtocol',
      message: `${protocol} in front needs ${pair} behind, not ${instanceProtocol}`,
    };
  }
  if (isSecure(protocol) && certificate === undefined)
    return { key: 'certificate', message: `${protocol} needs a certificate: give the ARN of one` };
  if (!isSecure(protocol) && certificate !== undefined)
    return {
      key: 'certificate',
      message: `${protocol} takes no certificate: leave it out, or use HTTPS or SSL`,
    };
  const fault = certificate === undefined ? null : certificateFault(certificate);
  return fault === null ? null : { key: 'certificate', message: fault };
}

/** What is wrong with listeners taken together, by index; `beside` are those that stand already. */
export function listenersFaults(
  listeners: readonly (Partial<ListenerSpec> | undefined)[],
  beside: readonly Partial<ListenerSpec>[] = [],
): ReadonlyMap<number, { readonly key: Key; readonly message: string }> {
  const faults = new Map<number, { key: Key; message: string }>();
  const ports = new Set(beside.map(({ port }) => port));
  /** Whether an instance port is spoken to in the clear or not. */
  const behind = new Map(beside.map((one) => [one.instancePort, isSecure(one.instanceProtocol)]));
  for (const [index, listener] of listeners.entries()) {
    if (listener === undefined) continue;
    const { port, instancePort, instanceProtocol } = listener;
    const secure = isSecure(instanceProtocol);
    const known = instancePort === undefined ? undefined : behind.get(instancePort);
    const alone = listenerFault(listener);
    if (alone) faults.set(index, alone);
    else if (port !== undefined && ports.has(port))
      faults.set(index, {
        key: 'port',
        message: `There is a listener on port ${port} already: choose another`,
      });
    else if (instanceProtocol !== undefined && known !== undefined && known !== secure)
      faults.set(index, {
        key: 'instanceProtocol',
        message: `Instance port ${instancePort} is spoken to ${known ? 'with' : 'without'} encryption by another listener: all listeners of one instance port must agree`,
      });
    if (port !== undefined) ports.add(port);
    if (instancePort !== undefined && instanceProtocol !== undefined && known === undefined)
      behind.set(instancePort, secure);
  }
  return faults;
}

/** What is wrong with the ARN of a certificate by itself; null when it may be one. */
export function certificateFault(arn: string): string | null {
  return /^arn:[\w-]+:(?:acm:[\w-]*:\d*:certificate\/|iam::\d*:server-certificate\/)\S+$/.test(arn)
    ? null
    : 'A certificate is named by its ARN: arn:aws:acm:…:certificate/… or arn:aws:iam::…:server-certificate/…';
}

/** AWS's listener as ours; what it leaves out, or echoes wrongly as the front-end protocol, is taken as it usually is. */
export function listenerOf(listener: Partial<Listener>): ListenerSpec {
  const word = (text: string | undefined) => (text ?? '').toUpperCase();
  const front = word(listener.Protocol);
  const back = word(listener.InstanceProtocol);
  const protocol = isProtocol(front) ? front : 'TCP';
  const certificate = listener.SSLCertificateId ?? '';
  return {
    protocol,
    port: listener.LoadBalancerPort ?? 0,
    instanceProtocol: isProtocol(back) ? back : usualInstanceProtocol(protocol),
    instancePort: listener.InstancePort ?? 0,
    ...(certificate === '' ? {} : { certificate }),
  };
}

/** As AWS is told. */
export function wireListener(listener: ListenerSpec): Listener {
  const { protocol, port, instanceProtocol, instancePort, certificate } = listener;
  return {
    Protocol: protocol,
    LoadBalancerPort: port,
    InstanceProtocol: instanceProtocol,
    InstancePort: instancePort,
    ...(certificate === undefined ? {} : { SSLCertificateId: certificate }),
  };
}

/** A listener that was filled in, by the keys of our forms; null where its ports or its protocol are none. */
export function listenerOfValues(values: FormValues): ListenerSpec | null {
  const protocol = values['protocol'];
  const port = Number(values['port']);
  if (!isProtocol(protocol) || !Number.isInteger(port) || port < 1) return null;
  const behind = values['instance-protocol'];
  const instancePort = Number(values['instance-port'] || port);
  const certificate = isSecure(protocol) ? (values['certificate'] ?? '').trim() : '';
  return {
    protocol,
    port,
    instanceProtocol: isProtocol(behind) ? behind : usualInstanceProtocol(protocol),
    instancePort,
    ...(certificate === '' ? {} : { certificate }),
  };
}

/** `443 HTTPS 8443 HTTPS arn:…`: what is left out is as it usually is. A text is the fault. */
export function readListenerLine(line: string): FormValues | string {
  const [port = '', first = '', instancePort = '', second = '', certificate = '', ...more] = line
    .trim()
    .split(/[\s,]+/);
  if (!/^\d{1,5}$/.test(port) || more.length > 0)
    return 'A listener is PORT PROTOCOL [INSTANCE-PORT [INSTANCE-PROTOCOL [CERTIFICATE]]], as in 443 HTTPS 80 HTTP arn:…';
  const protocol = first === '' ? 'HTTP' : first.toUpperCase();
  if (!isProtocol(protocol)) return `There is no protocol "${cleanText(first)}": ${PROTOCOLS.join(', ')}`;
  const behind = second === '' ? usualInstanceProtocol(protocol) : second.toUpperCase();
  if (!isProtocol(behind)) return `There is no protocol "${cleanText(second)}": ${PROTOCOLS.join(', ')}`;
  return {
    protocol,
    port,
    'instance-protocol': behind,
    'instance-port': instancePort === '' ? port : instancePort,
    certificate,
  };
}

/** `HTTPS :443 → HTTP :80` */
export function listenerText({ protocol, port, instanceProtocol, instancePort }: ListenerSpec): string {
  return `${protocol} :${port} → ${instanceProtocol} :${instancePort}`;
}
