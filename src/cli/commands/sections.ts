import type { Command } from 'commander';
import type { Run } from '../command.ts';
import { addDeleteCommand } from './delete.ts';
import { addGetCommand } from './get.ts';
import { addListenersCommand } from './listeners.ts';
import { addPoliciesCommand } from './policies.ts';
import { addSetCommands } from './set.ts';
import { addUnsetCommand } from './unset.ts';

/** What a balancer is told beyond its nodes, and that it shall go. */
export function addSectionCommands(program: Command, run: Run): void {
  addGetCommand(program, run);
  addSetCommands(program, run);
  addUnsetCommand(program, run);
  addListenersCommand(program, run);
  addPoliciesCommand(program, run);
  addDeleteCommand(program, run);
}
