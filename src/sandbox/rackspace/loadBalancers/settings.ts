import { empty, json, type Matched, type Route } from '../../exchange.ts';
import type { Setting } from '../../world/commands.ts';
import type { BalancerRecord } from '../../world/records.ts';
import { complain, schemaFault } from '../faults.ts';
import { Fields, rootOf } from '../fields.ts';
import { change, type ServiceCall } from '../service.ts';
import { readBalancer } from './read.ts';
import { readMonitor, readPersistence, readSwitch, readThrottle } from './settingRequests.ts';

const DEFAULT_PAGE =
  '<html><head><title>Service Unavailable</title></head><body><h2>Service Unavailable</h2>The service is temporarily unavailable. Please try again later.</body></html>';

interface SettingRoute {
  readonly path: string;
  readonly get: (balancer: BalancerRecord) => unknown;
  /** The setting that a body asks for; complaints are thrown. */
  readonly put: (service: ServiceCall) => Setting;
  readonly remove?: Setting;
}

/** Runs a reader that collects faults, and throws them. */
function checked<T>(read: (faults: string[]) => T): T {
  const faults: string[] = [];
  const value = read(faults);
  complain(faults);
  return value;
}

const SETTINGS: readonly SettingRoute[] = [
  {
    path: 'healthmonitor',
    get: ({ healthMonitor }) => (healthMonitor ? { healthMonitor } : {}),
    put: ({ call }) => ({
      name: 'healthMonitor',
      value: checked((faults) => readMonitor(rootOf(call, 'healthMonitor'), faults)),
    }),
    remove: { name: 'healthMonitor', value: null },
  },
  {
    path: 'sessionpersistence',
    get: ({ sessionPersistence }) => ({
      sessionPersistence: sessionPersistence ? { persistenceType: sessionPersistence } : {},
    }),
    put: ({ call }) => ({
      name: 'sessionPersistence',
      value: checked((faults) => readPersistence(rootOf(call, 'sessionPersistence'), faults)),
    }),
    remove: { name: 'sessionPersistence', value: null },
  },
  {
    path: 'connectionthrottle',
    get: ({ connectionThrottle }) => (connectionThrottle ? { connectionThrottle } : {}),
    put: ({ call }) => ({
      name: 'connectionThrottle',
      value: checked((faults) => readThrottle(rootOf(call, 'connectionThrottle'), faults)),
    }),
    remove: { name: 'connectionThrottle', value: null },
  },
  {
    path: 'connectionlogging',
    get: ({ connectionLogging }) => ({ connectionLogging: { enabled: connectionLogging } }),
    put: ({ call }) => ({ name: 'connectionLogging', value: readSwitch(rootOf(call, 'connectionLogging')) }),
  },
  {
    path: 'contentcaching',
    get: ({ contentCaching }) => ({ contentCaching: { enabled: contentCaching } }),
    put: ({ call }) => ({ name: 'contentCaching', value: readSwitch(rootOf(call, 'contentCaching')) }),
  },
  {
    path: 'errorpage',
    get: ({ errorPage }) => ({ errorpage: { content: errorPage ?? DEFAULT_PAGE } }),
    put: ({ call }) => {
      const content = new Fields(rootOf(call, 'errorpage'), ['content']).text('content');
      if (content === undefined) throw schemaFault();
      if (content === '' || content.length > 65_536)
        complain(['Error page content must have 1 to 65536 characters.']);
      return { name: 'errorPage', value: content };
    },
    remove: { name: 'errorPage', value: null },
  },
];

/** Monitor, persistence, throttle, logging, caching and error page: GET, PUT and, for most, DELETE. */
export const SETTING_ROUTES: readonly Route<ServiceCall>[] = SETTINGS.map((setting) => ({
  path: `loadbalancers/#/${setting.path}`,
  handlers: {
    GET: (service: ServiceCall, matched: Matched) =>
      json(200, setting.get(readBalancer(service, matched.id(0)))),
    PUT: (service: ServiceCall, matched: Matched) => {
      change(service, matched.id(0), { type: 'setting', setting: setting.put(service) });
      return empty(202);
    },
    ...(setting.remove ? { DELETE: remove(setting.remove) } : {}),
  },
}));

function remove(setting: Setting) {
  return (service: ServiceCall, matched: Matched) => {
    change(service, matched.id(0), { type: 'setting', setting });
    return empty(202);
  };
}
