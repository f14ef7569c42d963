import type { Engine } from '../provider.ts';
import { accountForm } from './accountForm.ts';

/** Rackspace Cloud Load Balancers. Everything but the account form is loaded when an account is opened. */
export const rackspaceEngine: Engine = {
  name: 'rackspace',
  label: 'Rackspace',
  accountForm,
  async specSchema() {
    const { SPEC_SCHEMA } = await import('./create/schema.ts');
    return SPEC_SCHEMA;
  },
  async open(login, context, options) {
    const { openRackspace } = await import('./open.ts');
    return openRackspace(login, context, options);
  },
};
