import { randomCase } from '../../checks/dense-case.ts';

/** Products of millions of multiply-adds, whose panels fill no number of threads evenly. */
export const wide = randomCase(
  'wide, weighted',
  { inputs: 300, hidden: [257, 130], outputs: 5, activation: 'relu', loss: 'softmax' },
  512,
);
