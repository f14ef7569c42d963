import type { InstanceState } from '@aws-sdk/client-elastic-load-balancing';

/** What a balancer finds of an instance. `draining` wins over everything else that is known. */
export type Finding = 'in service' | 'draining' | 'not registered' | 'passing' | 'unknown' | 'out of service';

/** What AWS says of one instance behind one balancer, in our words. */
export interface Health {
  readonly finding: Finding;
  /** ONLINE, OFFLINE, JOINING, RECOVERING; null where AWS does not say. */
  readonly word: string | null;
  /** Why, in a few words; null where there is nothing to say. */
  readonly note: string | null;
}

/** By how AWS's sentences begin, in lower case: its own pages print them with and without a full stop. */
const SENTENCES: readonly (readonly [string, Health])[] = [
  [
    'instance deregistration currently in progress',
    { finding: 'draining', word: 'ONLINE', note: 'finishing its connections' },
  ],
  ['instance is not currently registered', { finding: 'not registered', word: null, note: null }],
  [
    'instance registration is still in progress',
    { finding: 'out of service', word: 'JOINING', note: 'being registered' },
  ],
  [
    'instance has failed at least',
    { finding: 'out of service', word: 'OFFLINE', note: 'fails the health check' },
  ],
  [
    'instance has not passed the configured',
    { finding: 'out of service', word: 'RECOVERING', note: 'has not passed enough health checks yet' },
  ],
  [
    'instance is in the ec2 availability zone',
    { finding: 'out of service', word: 'OFFLINE', note: 'its zone is not one of the balancer’s' },
  ],
  [
    'disable availability zone is currently in progress',
    { finding: 'out of service', word: 'OFFLINE', note: 'its zone is being taken from the balancer' },
  ],
  [
    'a transient error occurred',
    { finding: 'passing', word: null, note: 'AWS cannot tell its health just now' },
  ],
];

/** Reads one row of DescribeInstanceHealth. */
export function healthOf(row: InstanceState): Health {
  const sentence = (row.Description ?? '').trim();
  const text = sentence.toLowerCase();
  const known = SENTENCES.find(([start]) => text.startsWith(start))?.[1];
  if (known) return known;
  const state = /^instance is in (?:the )?["“']?(\w+)["”']? state/.exec(text)?.[1];
  if (state) return { finding: 'out of service', word: 'OFFLINE', note: `the instance is ${state}` };
  const note = sentence === '' || text === 'n/a' ? null : sentence.replace(/\.$/, '');
  switch (row.State?.toLowerCase()) {
    case 'inservice':
      return { finding: 'in service', word: 'ONLINE', note };
    case 'outofservice':
      return { finding: 'out of service', word: 'OFFLINE', note };
    default:
      return { finding: 'unknown', word: null, note };
  }
}
