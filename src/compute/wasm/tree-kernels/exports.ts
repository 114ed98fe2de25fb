/** All that the module exports (TreeExports in ../tree-module.ts). */
export { encode } from './encode';
export { build, clear, subtract, sumsOf } from './histogram';
export { partition, route, takeAll } from './rows';
export { largest, quantise } from './quantise';
export { scan } from './scan';
export { setGrowth } from './gain';
