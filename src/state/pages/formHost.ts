import type { FormHost } from '../form/formState.ts';
import type { PageHost } from './pageHost.ts';

/** What a form on a page may use of the program. */
export function formHost(host: PageHost): FormHost {
  const { workspace } = host;
  return {
    changed: () => host.changed(),
    readText: (file, most) => workspace.readText(file, most),
    edit: (text, name) => host.edit(text, name),
    keepSecret: (text) => workspace.keepSecret(text),
  };
}
