import type { HealthCheck } from '@aws-sdk/client-elastic-load-balancing';
import type { Setting, SettingReading } from '../../sections.ts';
import {
  HEALTH_LIMITS,
  type HealthCheckSpec,
  healthCheckFaults,
  healthCheckFields,
  healthCheckOf,
  healthCheckOfValues,
  healthCheckText,
  wireHealthCheck,
} from './healthCheckRules.ts';
import { listenerOf } from './listenerRules.ts';
import { listenerDescriptions } from './policySets.ts';
import { receiptOf, type Subject, setting } from './subject.ts';

/** How the balancer finds out which instances answer. It always has a check, and it can only be set as a whole. */
export function healthCheckSection(subject: Subject): Setting {
  const { aws, name, known } = subject;
  return {
    kind: 'setting',
    key: 'health-check',
    title: 'Health check',
    help: 'How the balancer finds out which instances answer; those that do not get no requests',
    // Emulators leave it out of the description (spec §12): it may be told when it is read by itself.
    known: known.description.HealthCheck ? readingOf(known.description.HealthCheck) : null,
    read: async (options) => readingOf((await subject.description(options)).HealthCheck),
    form: (reading) => ({
      title: `Health check of ${name}`,
      fields: healthCheckFields(reading.configured ? healthCheckOfValues(reading.values) : usual(subject)),
      check: healthCheckFaults,
    }),
    write: (values, _before, options) =>
      receiptOf(
        aws.elb(
          'ConfigureHealthCheck',
          { LoadBalancerName: name, HealthCheck: wireHealthCheck(healthCheckOfValues(values)) },
          setting(`set the health check of ${name}`, options),
        ),
        options,
      ),
    warnings: (values, { values: before }) => {
      const place = ({ protocol, port, path }: Readonly<Record<string, string>>) =>
        [protocol, port, path].join(' ');
      return place(values) === place(before)
        ? []
        : ['Instances that do not answer the new check get no requests after a few of them'];
    },
  };
}

function readingOf(check: HealthCheck | undefined): SettingReading {
  const read = healthCheckOf(check);
  if (read === null) return { configured: false, values: {}, summary: 'unknown', raw: check ?? null };
  const { protocol, port, path, interval, timeout, healthy, unhealthy } = read;
  return {
    configured: true,
    values: {
      protocol,
      port: String(port),
      ...(path === undefined ? {} : { path }),
      interval: String(interval),
      timeout: String(timeout),
      healthy: String(healthy),
      unhealthy: String(unhealthy),
    },
    summary: healthCheckText(read),
    raw: check,
  };
}

/** What AWS does by itself: a connection to the first listener's instance port. */
function usual({ known }: Subject): HealthCheckSpec {
  const [first] = listenerDescriptions(known.description);
  const { interval, timeout, healthy, unhealthy } = HEALTH_LIMITS;
  return {
    protocol: 'TCP',
    port: first?.Listener ? listenerOf(first.Listener).instancePort : 80,
    interval: interval.initial,
    timeout: timeout.initial,
    healthy: healthy.initial,
    unhealthy: unhealthy.initial,
  };
}
