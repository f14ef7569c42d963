import type { Answer } from '../kit/scriptedServer.ts';

/** A script of answers, one after the other; the last repeats. */
export const inTurn = (...answers: readonly Answer[]) => {
  let n = 0;
  return (): Answer => answers[Math.min(n++, answers.length - 1)] ?? {};
};

/** The answer about the balancer shop-front, with more fields or others. */
export const detail = (fields: object = {}) => ({
  json: { loadBalancer: { id: 7001, name: 'shop-front', status: 'ACTIVE', ...fields } },
});
