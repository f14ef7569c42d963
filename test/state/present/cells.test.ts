import { describe, expect, it } from 'vitest';
import type { NodeCounts } from '../../../src/model/balancer.ts';
import { ageText, counted, recentTime } from '../../../src/state/present/age.ts';
import {
  nodesCell,
  protocolText,
  statusCell,
  virtualIpCell,
} from '../../../src/state/present/balancerCells.ts';
import { conditionCell, healthCell, noteCell } from '../../../src/state/present/nodeCells.ts';
import { aNode } from '../../kit/model.ts';

const counts = (fields: Partial<NodeCounts>): NodeCounts => ({
  total: 4,
  enabled: 4,
  draining: 0,
  disabled: 0,
  online: 4,
  ...fields,
});

describe('nodes of a balancer in one cell', () => {
  it.each([
    [counts({}), '4/4', 'good'],
    [counts({ enabled: 2, draining: 1, disabled: 1 }), '4/4 1 draining 1 disabled', 'warn'],
    [counts({ online: 3 }), '3/4', 'warn'],
    [counts({ enabled: 0, disabled: 4 }), '4/4 4 disabled', 'bad'],
    [counts({ online: 0 }), '0/4', 'bad'],
    [counts({ enabled: 1, disabled: 3 }), '4/4 3 disabled', 'warn'],
    [counts({ total: 0, enabled: 0, online: 0 }), '0/0', 'dim'],
    [counts({ enabled: null }), '–/4', 'dim'],
    [counts({ total: 0, enabled: null }), '0/0', 'dim'],
    [counts({ total: null }), '—', 'dim'],
  ] as const)('%j', (given, text, tone) => {
    const { tone: shown, text: said } = nodesCell(given);
    // Which shade a warning has is less certain than that nothing serving is red.
    expect(said).toBe(text);
    if (tone === 'bad' || tone === 'dim') expect(shown).toBe(tone);
    else expect(shown).not.toBe('bad');
  });

  it('has a short form that counts what is out', () => {
    expect(nodesCell(counts({ draining: 2, disabled: 1 })).short).toBe('4/4 3 out');
    expect(nodesCell(counts({})).short).toBeUndefined();
  });
});

describe('a node', () => {
  const pending = { action: 'condition', from: 'ENABLED', to: 'DRAINING', phase: 'applying' } as const;

  it('shows what it will be, and beside it what it was', () => {
    expect(conditionCell(aNode(), pending)).toMatchObject({ text: 'DRAINING', tone: 'pending' });
    expect(noteCell(aNode(), pending, 0)).toMatchObject({ text: 'applying, was ENABLED', short: 'applying' });
  });

  it('keeps condition and health apart, and shows words it does not know', () => {
    expect(conditionCell(aNode({ condition: 'PAUSED' }), null)).toMatchObject({
      text: 'PAUSED',
      sign: 'unknown',
    });
    expect(healthCell(aNode({ health: 'DEGRADED' }))).toMatchObject({ text: 'DEGRADED', sign: 'unknown' });
    expect(healthCell(aNode({ health: null })).text).toBe('—');
  });

  it.each([
    [{ connections: 12 }, '12 connections left', '12 left'],
    [{ connections: 1 }, '1 connection left', '1 left'],
    [{ connections: 0 }, 'no connections left', 'none left'],
    [{ connections: 3, drainEndsAt: 90_000 }, '3 connections left, at most 1m 30s', '3 left'],
    [{ connections: null, drainEndsAt: 30_000 }, 'at most 30s', 'at most 30s'],
    [{ connections: null }, '', ''],
  ])('says what is left of a drain: %j', (fields, text, short) => {
    const node = aNode({ condition: 'DRAINING', ...fields });
    expect(noteCell(node, null, 0)).toMatchObject({ text, short });
  });
});

it('says times, ages and counts as people do', () => {
  expect([0, 59_999, 60_000, 3_600_000, 172_800_000, -5].map(ageText)).toEqual([
    '0s',
    '59s',
    '1m',
    '1h',
    '2d',
    '0s',
  ]);
  expect([counted(1, 'node'), counted(0, 'node')]).toEqual(['1 node', '0 nodes']);
  const at = (text: string) => new Date(text).getTime();
  const now = at('2026-11-21T12:00:00');
  expect(recentTime(at('2026-11-21T03:04:05'), now)).toBe('03:04:05');
  expect(recentTime(at('2026-03-01T03:04:05'), now)).toBe('03-01 03:04:05');
  expect(recentTime(at('2025-12-31T03:04:05'), now)).toBe('2025-12-31 03:04:05');
});

it('says a balancer’s status, protocol and first address', () => {
  expect(statusCell('ACTIVE')).toMatchObject({ tone: 'good', sign: 'active' });
  expect(statusCell('UPSIDE_DOWN')).toMatchObject({ text: 'UPSIDE_DOWN', sign: 'unknown' });
  expect(protocolText({ protocol: 'HTTP', port: 80 })).toBe('HTTP :80');
  expect(protocolText({ protocol: null, port: null })).toBe('');
  const ip = (address: string, type: string, ipVersion: 'IPV4' | 'IPV6') => ({
    id: null,
    address,
    type,
    ipVersion,
  });
  const ips = [
    ip('10.1.1.1', 'SERVICENET', 'IPV4'),
    ip('2001:db8::1', 'PUBLIC', 'IPV6'),
    ip('203.0.113.1', 'PUBLIC', 'IPV4'),
  ];
  expect(virtualIpCell(ips).text).toBe('203.0.113.1 +2');
  expect(virtualIpCell([]).text).toBe('—');
});
