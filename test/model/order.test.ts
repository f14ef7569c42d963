import { expect, it } from 'vitest';
import { byId, byName } from '../../src/model/order.ts';

it('orders names as people do', () => {
  expect(['web-10', 'Web-2', 'web-1', 'Ähre'].sort(byName)).toEqual(['Ähre', 'web-1', 'Web-2', 'web-10']);
});

it('orders ids by their number', () => {
  expect(['7010', '99', '7009', '7009'].sort(byId)).toEqual(['99', '7009', '7009', '7010']);
});
