/**
 * The part of brain.js that dense networks need, in CommonJS: the whole of the package wants Node's streams, which no
 * browser has.
 */
declare module 'brain.js/dist/neural-network.js' {
  import type { NeuralNetwork } from 'brain.js';
  const exported: { readonly default: typeof NeuralNetwork };
  export { exported as default };
}
