import type { CalibratorKind } from '../core/calibrator.ts';
import type { DetectorKind } from '../core/detector.ts';
import type { DriftTest } from '../core/drift-test.ts';
import type { MemoryKind } from '../core/memory.ts';
import type { Strategy } from '../core/strategy.ts';
import type { Reader, Sample } from '../core/reader.ts';
import { find, learners, memories, steps, strategies } from './model-catalog.ts';
import { onlineModels } from './online-catalog.ts';

/**
 * Every kind of part that there is, by its name in stored recipes and snapshots. A part is loaded when it is first
 * needed; whoever adds one adds a line here, and every check suite finds it.
 */
export const catalog = {
  steps,
  learners,
  memories,
  onlineModels,
  strategies,
  readers: {
    csv: async () => (await import('../flow/collect/delimited.ts')).delimited,
  },
  samples: {
    sea: async () => (await import('../flow/collect/samples/sea.ts')).sea,
    agrawal: async () => (await import('../flow/collect/samples/agrawal.ts')).agrawal,
    hyperplane: async () => (await import('../flow/collect/samples/hyperplane.ts')).hyperplane,
    friedman: async () => (await import('../flow/collect/samples/friedman.ts')).friedman,
  },
  detectors: {
    'hddm-a': async () => (await import('../flow/monitor/hddm-a.ts')).hddmA,
    'hddm-w': async () => (await import('../flow/monitor/hddm-w.ts')).hddmW,
    'page-hinkley': async () => (await import('../flow/monitor/page-hinkley.ts')).pageHinkley,
    cusum: async () => (await import('../flow/monitor/cusum.ts')).cusum,
    adwin: async () => (await import('../flow/monitor/adwin.ts')).adwin,
    ddm: async () => (await import('../flow/monitor/ddm.ts')).ddm,
    eddm: async () => (await import('../flow/monitor/eddm.ts')).eddm,
    rddm: async () => (await import('../flow/monitor/rddm.ts')).rddm,
    kswin: async () => (await import('../flow/monitor/kswin.ts')).kswin,
  },
  driftTests: {
    'kolmogorov-smirnov': async () =>
      (await import('../flow/monitor/distributions/kolmogorov-smirnov.ts')).kolmogorovSmirnov,
    'chi-squared': async () => (await import('../flow/monitor/distributions/chi-squared.ts')).chiSquared,
    wasserstein: async () => (await import('../flow/monitor/distributions/wasserstein.ts')).wasserstein,
    'jensen-shannon': async () =>
      (await import('../flow/monitor/distributions/jensen-shannon.ts')).jensenShannon,
    'population-stability': async () =>
      (await import('../flow/monitor/distributions/population-stability.ts')).populationStability,
    'maximum-mean-discrepancy': async () =>
      (await import('../flow/monitor/distributions/maximum-mean-discrepancy.ts')).maximumMeanDiscrepancy,
    'classifier-two-sample': async () =>
      (await import('../flow/monitor/distributions/classifier-two-sample.ts')).classifierTwoSample,
  },
  calibrators: {
    isotonic: async () => (await import('../flow/evaluate/calibrators/isotonic.ts')).isotonic,
    platt: async () => (await import('../flow/evaluate/calibrators/platt.ts')).platt,
    temperature: async () => (await import('../flow/evaluate/calibrators/temperature.ts')).temperature,
  },
} satisfies {
  steps: Record<string, () => Promise<unknown>>;
  learners: Record<string, () => Promise<unknown>>;
  memories: Record<string, () => Promise<MemoryKind>>;
  onlineModels: Record<string, () => Promise<unknown>>;
  strategies: Record<string, () => Promise<Strategy>>;
  readers: Record<string, () => Promise<Reader>>;
  samples: Record<string, () => Promise<Sample>>;
  detectors: Record<string, () => Promise<DetectorKind>>;
  driftTests: Record<string, () => Promise<DriftTest>>;
  calibrators: Record<string, () => Promise<CalibratorKind>>;
};

export async function findSample(kind: string): Promise<Sample> {
  return find('sample', catalog.samples, kind);
}

export async function findDetector(kind: string): Promise<DetectorKind> {
  return find<DetectorKind>('detector', catalog.detectors, kind);
}
