import type { Engine } from '../provider.ts';
import { accountForm } from './accountForm.ts';

/** AWS Classic load balancers. Everything but the account form is loaded when an account is opened. */
export const elbEngine: Engine = {
  name: 'elb',
  label: 'AWS ELB',
  accountForm,
  async specSchema() {
    const { SPEC_SCHEMA } = await import('./create/schema.ts');
    return SPEC_SCHEMA;
  },
  async open(login, context, options) {
    const { openElb } = await import('./open.ts');
    return openElb(login, context, options);
  },
};
