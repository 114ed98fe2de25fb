/** All that the module exports (TreeExports in ../tree-module.ts). */
export { build, shareFrom } from './build';
export { addRowsOf, clearOf } from './histogram-part';
export { encode } from './encode';
export { clear, subtract, sumsOf } from './histogram';
export { partition, route, takeAll } from './rows';
export { areAlike, largest, quantise } from './quantise';
export { scan } from './scan';
export { setGrowth } from './gain';
