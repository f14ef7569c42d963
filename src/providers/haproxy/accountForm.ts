import type { Form } from '../../model/form.ts';
import { readSocketPlace } from './socketPlace.ts';

function placeFault(text: string): string | null {
  const place = readSocketPlace(text, '');
  return 'fault' in place ? place.fault : null;
}

/** What a HAProxy needs: where its socket is. Who may open the socket is signed in, so there is no secret. */
export const accountForm: Form = {
  title: 'HAProxy',
  fields: [
    {
      kind: 'text',
      key: 'socket',
      label: 'Socket',
      help: '/run/haproxy/admin.sock, 10.0.0.5:9999, or ssh://user@host/run/haproxy/admin.sock',
      initial: '/run/haproxy/admin.sock',
      flag: 'socket',
      check: placeFault,
    },
    {
      kind: 'text',
      key: 'masterSocket',
      label: 'Master socket',
      help: 'What haproxy -S names; reaches connections that old processes hold after a reload',
      flag: 'master-socket',
      optional: true,
      check: placeFault,
    },
  ],
};
