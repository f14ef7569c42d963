import type { Engine } from '../provider.ts';
import { accountForm } from './accountForm.ts';

/** One HAProxy process, reached by its admin socket. Everything but the account form is loaded when it is opened. */
export const haproxyEngine: Engine = {
  name: 'haproxy',
  label: 'HAProxy',
  regionless: true,
  accountForm,
  async open(login, context, options) {
    const { openHaproxy } = await import('./open.ts');
    return openHaproxy(login, context, options);
  },
};
