import type { Form } from '../../model/form.ts';
import { readIdentityUrl } from './identityUrl.ts';

/** What a Rackspace account needs. Either secret does; the API key is the one that works with a second factor. */
export const accountForm: Form = {
  title: 'Rackspace account',
  fields: [
    {
      kind: 'text',
      key: 'username',
      label: 'User name',
      help: 'The name you sign in to the Rackspace control panel with',
      flag: 'username',
      check: (text) => (/\s/.test(text) ? 'A user name has no spaces' : null),
    },
    {
      kind: 'secret',
      key: 'apiKey',
      label: 'API key',
      help: 'In the control panel under My Profile & Settings',
      flag: 'api-key',
      optional: true,
    },
    {
      kind: 'secret',
      key: 'password',
      label: 'Password',
      help: 'Only where there is no API key',
      flag: 'password',
      optional: true,
    },
    {
      kind: 'text',
      key: 'identityUrl',
      label: 'Identity URL',
      help: 'Leave empty for Rackspace itself',
      flag: 'identity-url',
      optional: true,
      check: (text) => {
        const read = readIdentityUrl(text);
        return 'fault' in read ? `${read.fault}: ${read.mend}` : null;
      },
    },
    {
      kind: 'text',
      key: 'tenantId',
      label: 'Account number',
      help: 'Only for a user of several accounts',
      flag: 'tenant-id',
      optional: true,
    },
  ],
  check: (values): Readonly<Record<string, string>> =>
    values['apiKey'] || values['password'] ? {} : { apiKey: 'Give the API key or the password' },
};
