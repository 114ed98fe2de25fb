/** What all of them are told: trees without early stopping, of all rows and features. */
export const setting = {
  ...{ trees: 100, learningRate: 0.1, leaves: 31, leafRows: 20, leafHessian: 1e-3, l2: 1 },
  ...{ bins: 255, binRows: 50_000 },
} as const;
