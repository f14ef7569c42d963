import type { Command } from 'commander';
import type { Run } from '../command.ts';
import { addCollectionCommand } from './listeners.ts';

/** `sluice policies`: the collection `policies` of engines that have one, and with `types` what one can be of. */
export function addPoliciesCommand(program: Command, run: Run): void {
  addCollectionCommand(program, run, {
    name: 'policies',
    description: 'The policies of a balancer: list, add, change and remove them; their types.',
    views: { types: 'policy-types' },
    examples: [
      'sluice policies web',
      'sluice policies web types',
      'sluice policies web add type=AppCookieStickiness name=sticky cookie-name=SESSION',
      'sluice policies web set sticky enable on="listener 443"',
      'sluice policies web remove sticky',
    ],
  });
}
