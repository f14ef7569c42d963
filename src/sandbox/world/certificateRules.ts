import type { BalancerCommand } from './commands.ts';
import type { BalancerRecord, Numbered } from './records.ts';
import { type Plan, refuse } from './refusal.ts';
import type { CertificateSpec } from './specs.ts';
import { touch } from './stamps.ts';
import type { WorldState } from './state.ts';

/** Certificates for other host names, beside the one of SSL termination. */
export function changeCertificates(
  world: WorldState,
  balancer: BalancerRecord,
  command: Extract<BalancerCommand, { type: `certificate.${string}` }>,
  at: number,
): Plan {
  if (!balancer.sslTermination)
    return refuse({
      kind: 'bad',
      message: 'Certificate mappings need SSL termination to be configured first',
    });
  const known = (id: number) => balancer.certificates.some((item) => item.id === id);
  if (command.type !== 'certificate.add' && !known(command.item))
    return refuse({ kind: 'missing', what: 'Certificate mapping' });
  const host =
    command.type === 'certificate.add'
      ? command.certificate.hostName
      : command.type === 'certificate.set'
        ? command.change.hostName
        : undefined;
  const except = command.type === 'certificate.set' ? command.item : null;
  if (host && balancer.certificates.some((item) => item.id !== except && item.hostName === host))
    return refuse({ kind: 'bad', message: `A certificate mapping for ${host} exists already` });
  const limit = world.limits.certificates;
  if (command.type === 'certificate.add' && balancer.certificates.length >= limit)
    return refuse({ kind: 'quota', message: `Certificate mappings must not exceed ${limit}` });
  return {
    apply() {
      const made: Numbered<CertificateSpec>[] =
        command.type === 'certificate.add' ? [{ id: world.id('certificate'), ...command.certificate }] : [];
      balancer.certificates = balancer.certificates.flatMap((item) => {
        if (command.type === 'certificate.add' || item.id !== command.item) return [item];
        return command.type === 'certificate.set' ? [{ ...item, ...command.change }] : [];
      });
      balancer.certificates = [...balancer.certificates, ...made];
      touch(balancer, at);
      return made.map((item) => item.id);
    },
  };
}
