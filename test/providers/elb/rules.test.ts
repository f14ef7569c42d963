import type { Tag } from '@aws-sdk/client-elastic-load-balancing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanAnswer } from '../../../src/providers/elb/cleanAnswer.ts';
import { kindOf } from '../../../src/providers/elb/codes.ts';
import { healthOf } from '../../../src/providers/elb/health.ts';
import { newNodes } from '../../../src/providers/elb/nodeForm.ts';
import { parkedOf } from '../../../src/providers/elb/ownMemory.ts';
import { isParkedTag, parkedIn, parkedTags, tagChange } from '../../../src/providers/elb/parkedTags.ts';
import { regionsBeside } from '../../../src/providers/elb/place.ts';
import { faultProblem } from '../../../src/providers/elb/problems.ts';

const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 17, maxLength: 17 });
const ids = fc.uniqueArray(
  hex.map((word) => `i-${word}`),
  { maxLength: 60 },
);

describe('parked instances in tags', () => {
  it('come back as they were written, in what a tag may hold', () => {
    fc.assert(
      fc.property(ids, (some) => {
        const tags = parkedTags(some);
        expect([...parkedIn(tags)].sort()).toEqual([...some].sort());
        expect(tags).toHaveLength(Math.ceil(some.length / 14));
        for (const { Key, Value } of tags) {
          expect(isParkedTag(Key)).toBe(true);
          expect(Value).toMatch(/^[A-Za-z0-9 +\-=._:/@]{1,255}$/);
        }
      }),
    );
  });

  it('change by what differs, whoever wrote them', () => {
    fc.assert(
      fc.property(ids, ids, (before, after) => {
        const others: readonly Tag[] = [{ Key: 'team', Value: 'web' }];
        const tags: readonly Tag[] = [...others, ...parkedTags(before)];
        const { add, removeKeys } = tagChange(tags, after);
        const left = tags.filter(
          ({ Key = '' }) => !removeKeys.includes(Key) && !add.some((tag) => tag.Key === Key),
        );
        expect([...parkedIn([...left, ...add])].sort()).toEqual([...after].sort());
        expect(left).toContainEqual(others[0]);
        expect(tagChange(parkedTags(after), after)).toEqual({ add: [], removeKeys: [] });
      }),
    );
  });

  it('are read tolerantly', () => {
    const tags: readonly Tag[] = [
      { Key: 'sluice:parked', Value: ' i-0000000a\t0000000b , !! ' },
      { Key: 'sluice:parked:2', Value: '' },
      { Key: 'sluice:parked:x', Value: '0000000c' },
      { Key: undefined, Value: '0000000d' },
    ];
    expect([...parkedIn(tags)]).toEqual(['i-0000000a', 'i-0000000b']);
  });

  it('win over what this machine remembers of them, where they can be read', () => {
    const here = new Map([
      ['i-mirror', { parked: true, tagged: true, at: 1 }],
      ['i-only', { parked: true, tagged: false, at: 1 }],
      ['i-gone', { parked: false, tagged: false, at: 1 }],
    ]);
    expect([...parkedOf([{ Key: 'sluice:parked', Value: 'cafe' }], here)]).toEqual([
      ['i-only', 'here'],
      ['i-cafe', 'tag'],
    ]);
    expect([...parkedOf(null, here).keys()]).toEqual(['i-mirror', 'i-only']);
  });
});

describe('health', () => {
  it.each([
    ['InService', 'N/A', 'in service', 'ONLINE', null],
    ['InService', 'Instance deregistration currently in progress', 'draining', 'ONLINE', 'finishing'],
    ['InService', 'Instance deregistration currently in progress.', 'draining', 'ONLINE', 'finishing'],
    [
      'OutOfService',
      'Instance registration is still in progress.',
      'out of service',
      'JOINING',
      'registered',
    ],
    [
      'OutOfService',
      'Instance has failed at least the UnhealthyThreshold number of health checks consecutively.',
      'out of service',
      'OFFLINE',
      'fails the health check',
    ],
    [
      'OutOfService',
      'Instance has not passed the configured HealthyThreshold number of health checks consecutively.',
      'out of service',
      'RECOVERING',
      'not passed',
    ],
    [
      'OutOfService',
      'Instance is in the EC2 Availability Zone for which LoadBalancer is not configured to route traffic to.',
      'out of service',
      'OFFLINE',
      'zone',
    ],
    ['OutOfService', 'Instance is in stopped state.', 'out of service', 'OFFLINE', 'the instance is stopped'],
    [
      'OutOfService',
      'Instance is not currently registered with the LoadBalancer.',
      'not registered',
      null,
      null,
    ],
    ['OutOfService', 'Something new happened.', 'out of service', 'OFFLINE', 'Something new happened'],
    ['Unknown', 'A transient error occurred. Please try again later.', 'passing', null, 'cannot tell'],
    ['Unknown', 'N/A', 'unknown', null, null],
    [undefined, undefined, 'unknown', null, null],
  ])('%s, %s', (State, Description, finding, word, note) => {
    const health = healthOf({
      ...(State === undefined ? {} : { State }),
      ...(Description === undefined ? {} : { Description }),
    });
    expect(health).toMatchObject({ finding, word });
    if (note === null) expect(health.note).toBe(null);
    else expect(health.note).toContain(note);
  });
});

describe('words of AWS', () => {
  it.each([
    ['InvalidInstanceID.NotFound', 400, 'missing'],
    ['VcpuLimitExceeded', 400, 'quota'],
    ['InsufficientInstanceCapacity', 500, 'engine'],
    ['ThrottlingException', 400, 'limit'],
    ['ServiceUnavailable', 503, 'engine'],
    [null, 403, 'forbidden'],
    [null, 502, 'engine'],
    ['Weird', 418, 'invalid'],
  ])('%s with HTTP %i is %s', (code, status, kind) => {
    expect(kindOf(code, status)).toBe(kind);
  });

  it.each([
    ['LoadBalancerNotFound', 'Look again: it may have been deleted'],
    ['CertificateNotFound', 'Check the ARN: it has to be a certificate of IAM, or of ACM in this region'],
    ['InsufficientInstanceCapacity', 'Try another zone or another instance type'],
  ])('of %s come with a mend', (code, hint) => {
    const fault = { status: 400, code, words: 'No', requestId: null, unreadable: false, clockMended: false };
    const doing = { what: 'add it', action: 'x:Y', signIn: { kind: 'container' }, clockOffset: 0 } as const;
    expect(faultProblem(fault, doing).hint).toBe(hint);
  });

  it('are made safe wherever they stand, and nothing else is touched', () => {
    const at = new Date(0);
    expect(cleanAnswer({ a: ['\u001b[2Jx', { b: 'é\u0007' }], at, n: 1, none: undefined })).toEqual({
      a: ['x', { b: 'é' }],
      at,
      n: 1,
      none: undefined,
    });
  });
});

describe('what is typed', () => {
  it('means each instance once', () => {
    const nodes = newNodes({
      instances: 'i-0000000a\ni-0000000b',
      address: 'i-0000000b, 10.0.0.1 ;i-0000000c',
    });
    expect(nodes.map(({ address }) => address)).toEqual([
      'i-0000000a',
      'i-0000000b',
      '10.0.0.1',
      'i-0000000c',
    ]);
    expect(nodes[0]).toEqual({ address: 'i-0000000a', port: null, condition: 'ENABLED' });
  });
});

describe('regions', () => {
  it('are those of the same part of AWS', () => {
    expect(regionsBeside('eu-west-1', false, {})).toContain('us-east-1');
    expect(regionsBeside('cn-north-1', false, {})).toEqual(['cn-north-1', 'cn-northwest-1']);
    expect(regionsBeside('af-south-1', false, {})[0]).toBe('af-south-1');
    expect(regionsBeside('us-east-1', true, {})).toEqual(['us-east-1']);
  });
});
