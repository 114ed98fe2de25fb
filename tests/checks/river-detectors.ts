import type { Detector } from '../../src/core/detector.ts';
import { adwin } from '../../src/flow/monitor/adwin.ts';
import { cusum } from '../../src/flow/monitor/cusum.ts';
import { ddm } from '../../src/flow/monitor/ddm.ts';
import { eddm } from '../../src/flow/monitor/eddm.ts';
import { hddmA } from '../../src/flow/monitor/hddm-a.ts';
import { hddmW } from '../../src/flow/monitor/hddm-w.ts';
import { pageHinkley } from '../../src/flow/monitor/page-hinkley.ts';

/** Detectors that draw nothing, begun as River's are, by the names that tests/reference/detectors.json has them under. */
export const riverDetectors: Readonly<Record<string, () => Detector>> = {
  'hddm-a': () => hddmA.create(hddmA.defaults),
  'hddm-a two-sided': () => hddmA.create({ ...hddmA.defaults, isTwoSided: true }),
  'hddm-w': () => hddmW.create(hddmW.defaults),
  'hddm-w two-sided': () => hddmW.create({ ...hddmW.defaults, isTwoSided: true }),
  'adwin two-sided': () => adwin.create({ ...adwin.defaults, isTwoSided: true }),
  ddm: () => ddm.create(ddm.defaults),
  eddm: () => eddm.create(eddm.defaults),
  'page-hinkley': () => pageHinkley.create(pageHinkley.defaults),
  cusum: () => cusum.create(cusum.defaults),
  'page-hinkley two-sided': () => pageHinkley.create({ ...pageHinkley.defaults, isTwoSided: true }),
};
