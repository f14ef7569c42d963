import type { Answers, WizardStep } from '../../create.ts';
import { DRAIN, IDLE } from '../sections/attributes.ts';
import {
  HEALTH_LIMITS,
  healthCheckFaults,
  healthCheckFields,
  healthCheckOfValues,
} from '../sections/healthCheckRules.ts';
import { isHttp } from '../sections/listenerRules.ts';
import { chosenListeners } from './listenersPage.ts';

const HEALTH_PAGE = 'health';

/** The last page: how the balancer finds out who answers, and what becomes of open connections. */
export function healthPage(): WizardStep {
  return {
    key: HEALTH_PAGE,
    title: 'Health',
    form: (answers) => {
      const [first] = chosenListeners(answers);
      const { interval, timeout, healthy, unhealthy } = HEALTH_LIMITS;
      const check = {
        protocol: isHttp(first?.instanceProtocol) ? (first?.instanceProtocol ?? 'HTTP') : 'TCP',
        port: first?.instancePort ?? 80,
        path: '/',
        interval: interval.initial,
        timeout: timeout.initial,
        healthy: healthy.initial,
        unhealthy: unhealthy.initial,
      } as const;
      return {
        title: 'Health check and draining',
        fields: [
          ...healthCheckFields(check),
          {
            kind: 'number',
            key: 'draining',
            label: 'Draining',
            help: 'Seconds that open connections are kept when a node is taken out; 0 cuts them',
            initial: String(DRAIN.initial),
            min: 0,
            max: DRAIN.max,
          },
          {
            kind: 'number',
            key: 'idle',
            label: 'Idle timeout',
            help: 'Seconds a connection without traffic is kept',
            initial: String(IDLE.initial),
            min: IDLE.min,
            max: IDLE.max,
          },
          {
            kind: 'yesno',
            key: 'cross-zone',
            label: 'All zones',
            help: 'Requests go to the instances of all zones',
            initial: 'yes',
          },
          {
            kind: 'yesno',
            key: 'wait',
            label: 'Wait for service',
            help: 'The run is over only when all instances pass the check; new ones need an application first',
            initial: 'no',
          },
        ],
        check: healthCheckFaults,
      };
    },
  };
}

/** What this page's answers ask for. */
export function healthOf(answers: Answers) {
  const values = answers[HEALTH_PAGE] ?? {};
  return {
    healthCheck: healthCheckOfValues(values),
    draining: Number(values['draining'] ?? DRAIN.initial),
    idleTimeout: Number(values['idle'] ?? IDLE.initial),
    crossZone: values['cross-zone'] !== 'no',
    ...(values['wait'] === 'yes' ? { waitForService: true } : {}),
  };
}
