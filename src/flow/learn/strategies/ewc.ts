import type { Strategy } from '../../../core/strategy.ts';
import { anchoring } from './anchoring.ts';

/**
 * Elastic weight consolidation: each number is pulled back to where it stood after each earlier update, as strongly as the rows of that update
 * need it, by the Fisher information (Kirkpatrick et al., "Overcoming catastrophic forgetting in neural networks", PNAS 2017). The
 * sum of all those pulls is one, to their mean weighted by strength, so that what it keeps does not grow. The strength is the paper's lambda over 100.
 */
export const ewc: Strategy = anchoring({
  kind: 'ewc',
  join: (before, fisher, parameters) => {
    const strength = before.strength.map((value, i) => value + fisher[i]!);
    return {
      strength,
      parameters: parameters.map((value, i) =>
        strength[i]
          ? (before.strength[i]! * before.parameters[i]! + fisher[i]! * value) / strength[i]
          : value,
      ),
    };
  },
});
