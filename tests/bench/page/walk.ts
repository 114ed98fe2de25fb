import type { EvaluationSummary, MetricName } from '../../../src/core/evaluation.ts';
import { type Choices, trainingOf } from '../../training-of.ts';
import { client, run, trainOn } from './house.ts';

/** Seconds from the drop of a file to its evaluated model. */
export async function firstModel(csv: string, name: string): Promise<{ seconds: number; engine: string }> {
  const began = performance.now();
  const { version } = await trainOn(csv, name, {});
  return { seconds: (performance.now() - began) / 1000, engine: version.engine.reason };
}

/** A model of one file, and its scores on its own report rows, or on another file. */
export async function trainAndScore(
  csv: string,
  name: string,
  choices: Choices,
  test: { csv: string; labels: Record<string, string> } | null,
): Promise<{ scores: Partial<Record<MetricName, number>>; learner: string; seconds: number }> {
  const began = performance.now();
  const { version } = await trainOn(csv, name, choices);
  const seconds = (performance.now() - began) / 1000;
  const evaluation: EvaluationSummary = test
    ? (
        await run('evaluate-file', {
          versionId: version.id,
          file: new Blob([test.csv]),
          fileName: name,
          labels: test.labels,
        })
      ).evaluation
    : version.evaluation!;
  return { scores: scoresOf(evaluation), learner: version.learner.kind, seconds };
}

/**
 * Batch after batch: the champion of the moment and the first model predict, then the labels come, and the house learns
 * on. Shares of right answers.
 */
export async function prequential(
  first: string,
  batches: readonly { csv: string; rows: number }[],
  choices: Choices,
): Promise<{ learning: number; frozen: number; promotions: number; learner: string; seconds: number }> {
  const { version, projectId } = await trainOn(first, 'elec2.csv', choices);
  const began = performance.now();
  let [rows, learning, frozen, promotions] = [0, 0, 0, 0];
  for (const [index, batch] of batches.entries()) {
    const view = await client.project(projectId);
    const file = new Blob([batch.csv]);
    const rightBy = async (versionId: string) => {
      const job = { versionId, file, fileName: null, labels: {} };
      return scoresOf((await run('evaluate-file', job)).evaluation).accuracy! * batch.rows;
    };
    const champion = view.aliases.champion!.versionId;
    const byFirst = await rightBy(version.id);
    frozen += byFirst;
    learning += champion === version.id ? byFirst : await rightBy(champion);
    rows += batch.rows;
    const { judgement } = await run('learn-on', {
      projectId,
      file,
      fileName: `rows ${index + 1}`,
      engine: choices.engine ?? 'auto',
      labels: {},
      seed: (choices.seed ?? 1) * 1000 + index,
    });
    if (judgement.verdict === 'promoted') promotions += 1;
  }
  return {
    learning: learning / rows,
    frozen: frozen / rows,
    promotions,
    learner: version.learner.kind,
    seconds: (performance.now() - began) / 1000,
  };
}

function scoresOf(evaluation: EvaluationSummary): Partial<Record<MetricName, number>> {
  return Object.fromEntries(evaluation.scores.map(({ metric, value }) => [metric, value]));
}

/**
 * Milliseconds from a cancel to the end of the training that it stops, once for each count of progress reports: on the slowest
 * engine, so that it can be met in the middle.
 */
export async function cancels(csv: string, name: string, reports: readonly number[]): Promise<number[]> {
  const file = new Blob([csv]);
  const { table } = await run('import', { file, fileName: name, projectId: null, options: {} });
  const target = await client.suggestTarget(table.id);
  const waits: number[] = [];
  for (const wanted of reports) {
    let seen = 0;
    let cancelledAt = Infinity;
    const job = client.start(
      'train',
      trainingOf(table, target, { learner: 'network', engine: 'reference' }),
      () => {
        seen += 1;
        if (seen !== wanted) return;
        cancelledAt = performance.now();
        job.cancel();
      },
    );
    await job.result.then(
      () => waits.push(Infinity),
      () => waits.push(performance.now() - cancelledAt),
    );
  }
  return waits;
}
