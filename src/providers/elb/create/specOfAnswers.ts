import type { Answers, Spec } from '../../create.ts';
import { BALANCER_PAGE } from './balancerPage.ts';
import { healthOf } from './healthPage.ts';
import { instancesOf } from './instancesPage.ts';
import { chosenListeners } from './listenersPage.ts';
import { networkOf } from './networkPage.ts';
import type { Offers } from './offers.ts';

/** What the answers mean. */
export function specOfAnswers(answers: Answers, offers: Offers): Spec {
  const { name = '', scheme = 'internet-facing' } = answers[BALANCER_PAGE] ?? {};
  const instances = instancesOf(answers, offers);
  return {
    name: name.trim(),
    scheme,
    listeners: chosenListeners(answers),
    ...networkOf(answers),
    ...(Object.keys(instances).length === 0 ? {} : { instances }),
    ...healthOf(answers),
  };
}
