import { problemOf } from '../../model/problem.ts';
import { AccountsPage } from '../pages/accountsPage.ts';
import { BalancersPage } from '../pages/balancersPage.ts';
import type { PageHost } from '../pages/pageHost.ts';
import { type Offer, offerRuns } from './leftOpen.ts';
import type { PageStack } from './pageStack.ts';

/** The account to open at once, by name; its region, null for the account's own. */
export interface StartAt {
  readonly account: string;
  readonly region: string | null;
}

/** What is said and shown first: a notice, runs that were left unfinished, the account that was asked for. Never fails. */
export async function begin(host: PageHost, stack: PageStack, startAt: StartAt | null): Promise<void> {
  const [notice] = host.workspace.notices();
  if (notice) host.say(notice, 'warn');
  const offered = offerRuns(host);
  if (startAt) await openAccount(host, stack, startAt, offered);
}

/** Goes to the balancers of an account; when that fails, the list of accounts says why. */
async function openAccount(
  host: PageHost,
  stack: PageStack,
  { account: name, region }: StartAt,
  offered: Offer | null,
): Promise<void> {
  const { workspace } = host;
  try {
    const account = workspace.accounts.named(name);
    host.say(`Opening ${account.name}…`, 'pending');
    const session = await workspace.sessions.open(account, region, new AbortController().signal);
    const page = new BalancersPage(host, [session], false);
    // A user who has gone elsewhere meanwhile is not pulled away from there.
    const isBelow = offered !== null && stack.slip(page, offered.page);
    if (isBelow && host.isOnTop(offered.page)) host.say(offered.text, 'warn');
    else if (!isBelow && isIdle(host, stack)) host.home(page);
    else host.say(`${account.name} is open`, 'good');
  } catch (thrown) {
    host.sayProblem(problemOf(thrown));
  }
}

/** Does the user still look at the list of accounts, with nothing begun there? */
function isIdle(host: PageHost, { root }: PageStack): boolean {
  return host.isOnTop(root) && !(root instanceof AccountsPage && root.isOpening);
}
