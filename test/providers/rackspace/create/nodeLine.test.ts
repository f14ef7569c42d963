import { expect, it } from 'vitest';
import { readNodeLine } from '../../../../src/providers/rackspace/create/nodeLine.ts';

const node = (address: string, port: string, more = {}) => ({
  address,
  port,
  condition: 'ENABLED',
  weight: '',
  type: 'PRIMARY',
  ...more,
});

it.each([
  ['10.0.0.1:80', node('10.0.0.1', '80')],
  ['10.0.0.1', node('10.0.0.1', '8080')],
  ['10.0.0.1:80 5', node('10.0.0.1', '80', { weight: '5' })],
  [
    '10.0.0.1:80 draining 5 secondary',
    node('10.0.0.1', '80', { weight: '5', condition: 'DRAINING', type: 'SECONDARY' }),
  ],
  ['10.0.0.1,80,5,DISABLED', node('10.0.0.1', '80', { weight: '5', condition: 'DISABLED' })],
  ['10.0.0.1\t81\tENABLED', node('10.0.0.1', '81')],
  ['  10.0.0.1 ; 82 ;; ', node('10.0.0.1', '82')],
  ['[2001:db8::1]:443 7', node('2001:db8::1', '443', { weight: '7' })],
  ['[2001:db8::1]', node('2001:db8::1', '8080')],
  ['2001:db8::1', node('2001:db8::1', '8080')],
  ['db.rackclouddb.com:3306', node('db.rackclouddb.com', '3306')],
])('reads %j', (line, row) => {
  expect(readNodeLine(line, '8080')).toEqual(row);
});

it.each([
  ['127.0.0.1:80', /cannot reach 127/],
  ['10.0.0.1:80 fast', /"fast" is no weight, condition or type/],
  ['10.0.0.1:80 5 6', /the weight is there twice/],
  ['10.0.0.1:80 101', /"101" is no weight/],
  ['10.0.0.1:99999', /"99999" is no port/],
  ['10.0.0.1:80 ENABLED disabled', /the condition is there twice/],
  ['10.0.0.300', /four numbers from 0 to 255/],
  ['', /Give an IPv4/],
])('says what is wrong with %j', (line, fault) => {
  expect(readNodeLine(line, '8080')).toEqual(expect.stringMatching(fault));
});
