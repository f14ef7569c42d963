import type { Form } from '../../model/form.ts';
import { endpointFault } from './place.ts';

/** What an AWS account needs: at best nothing, since the profiles of the AWS command say it all. */
export const accountForm: Form = {
  title: 'AWS account',
  fields: [
    {
      kind: 'text',
      key: 'profile',
      label: 'Profile',
      help: 'Of ~/.aws/config or ~/.aws/credentials; empty: what the AWS command would use',
      flag: 'profile',
      optional: true,
      check: (text) => (/[\r\n\][]/.test(text) ? 'A profile’s name has no brackets' : null),
    },
    {
      kind: 'text',
      key: 'accessKeyId',
      label: 'Access key',
      help: 'Its id, AKIA… or ASIA…; only without a profile',
      flag: 'access-key-id',
      optional: true,
      check: (text) =>
        /^\w{4,128}$/.test(text) ? null : 'An access key’s id has letters and digits only: AKIA…',
    },
    {
      kind: 'secret',
      key: 'secretAccessKey',
      label: 'Secret access key',
      help: 'Of the access key; not with a profile',
      flag: 'secret-access-key',
      optional: true,
    },
    {
      kind: 'secret',
      key: 'sessionToken',
      label: 'Session token',
      help: 'Only with temporary keys, which end by themselves',
      flag: 'session-token',
      optional: true,
    },
    {
      kind: 'yesno',
      key: 'instanceRole',
      label: 'Instance role',
      help: 'yes on an EC2 instance that has a role: its keys are asked for there',
      flag: 'instance-role',
      optional: true,
    },
    {
      kind: 'text',
      key: 'endpoint',
      label: 'Endpoint',
      help: 'Leave empty for AWS itself; of an emulator: http://127.0.0.1:4566',
      flag: 'endpoint',
      optional: true,
      check: endpointFault,
    },
  ],
  check: (values): Readonly<Record<string, string>> => {
    if (values['accessKeyId'] && !values['secretAccessKey'])
      return { secretAccessKey: 'An access key needs its secret: say where it is' };
    if (values['secretAccessKey'] && !values['accessKeyId'])
      return { accessKeyId: 'Give the id of the access key that the secret belongs to' };
    const ways = [values['profile'], values['accessKeyId'], values['instanceRole'] === 'yes'].filter(Boolean);
    return ways.length > 1
      ? { profile: 'Give a profile, an access key or the instance role: one of them' }
      : {};
  },
};
