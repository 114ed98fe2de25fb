import type { Strategy } from '../../../core/strategy.ts';
import { anchoring } from './anchoring.ts';

/** What is left of older Fisher information at each update. */
const LEFT = 0.95;

/**
 * Online elastic weight consolidation: one pull, to where the weights stood last; what older rows needed fades by .95 an update (Schwarz et
 * al., "Progress & Compress", ICML 2018). For many updates, of which the old ones matter less. The strength is EWC's lambda
 * over 100.
 */
export const onlineEwc: Strategy = anchoring({
  kind: 'online-ewc',
  join: (before, fisher, parameters) => ({
    strength: before.strength.map((value, i) => LEFT * value + fisher[i]!),
    parameters,
  }),
});
