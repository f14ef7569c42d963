import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { BINDINGS, type Group, keyName, type Place } from '../../src/state/keys/bindings.ts';

const README = path.resolve(import.meta.dirname, '../../README.md');
const GROUPS: readonly Group[] = ['Move', 'Choose', 'Change', 'See', 'Go'];
const PLACES: Readonly<Record<Place, string>> = {
  accounts: 'accounts',
  balancers: 'balancers',
  balancer: 'nodes',
  collection: 'tabs of several',
  settings: 'settings',
  journal: 'journal',
  regions: 'regions',
  review: 'review',
  run: 'run',
  runs: 'runs',
  text: 'texts',
  usage: 'usage',
  usages: 'usage of an account',
  form: 'forms',
};

function keyTable(): string {
  const rows = GROUPS.flatMap((group) =>
    BINDINGS.filter((binding) => binding.group === group).map((binding) => {
      const keys = binding.keys.map((key) => `\`${keyName(key)}\``).join(' ');
      const places =
        binding.places.length >= 5 ? 'everywhere' : binding.places.map((place) => PLACES[place]).join(', ');
      return `| ${keys} | ${binding.help} | ${places} |`;
    }),
  );
  return ['| key | what it does | where |', '| --- | --- | --- |', ...rows].join('\n');
}

it('the table of keys in the README is the one the program uses', async () => {
  const readme = readFileSync(README, 'utf8');
  const fresh = readme.replace(
    /<!-- keys -->[\s\S]*<!-- \/keys -->/,
    `<!-- keys -->\n${keyTable()}\n<!-- /keys -->`,
  );
  expect(fresh).toContain(keyTable());
  await expect(fresh).toMatchFileSnapshot(README);
});
