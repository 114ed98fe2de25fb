/** All that the module exports (TreeExports in ../tree-module.ts). */
export { encode } from './encode';
export { build, subtract, sumsOf } from './histogram';
export { partition, route } from './rows';
export { largest, quantise } from './quantise';
export { scan, setGrowth } from './scan';
