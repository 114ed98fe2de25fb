import type { ModelVersion } from '../../src/core/records.ts';
import { encodeSnapshot } from '../../src/core/snapshot.ts';
import { sha256 } from '../../src/store/hash.ts';
import { fileNameOf } from '../../src/workspace/file-name.ts';
import { type Family, loadLearner } from './family.ts';
import type { Contender } from './learning.ts';
import { type ModelFile, writeModelFile } from './model-file.ts';
import { ulid } from './ulid.ts';

/**
 * A version as a file that the app opens, and any widget. What it learnt here changed it, so that it is a version of its own, of
 * which nothing was measured; the shipped one stays what it was.
 */
export async function exportedModel(
  family: Family,
  { project, version: shipped, report, recipe }: ModelFile,
  { learner, number }: Contender,
  rememberedRows: boolean,
  now: number,
): Promise<{ readonly file: Blob; readonly name: string }> {
  const copy = loadLearner(family, learner.save());
  if (!rememberedRows) copy.forgetRows();
  const snapshot = encodeSnapshot(copy.save());
  const isShipped = number === shipped.number;
  const id = isShipped ? shipped.id : ulid(now);
  const version: ModelVersion = {
    ...shipped,
    id,
    number,
    snapshot: await sha256(snapshot),
    sizeBytes: snapshot.length + recipe.length,
    ...(!isShipped && { createdAt: now, cause: 'fine-tuned', evaluation: null }),
  };
  const file = await writeModelFile({
    project,
    version,
    report: isShipped ? report : { kind: 'report', id, projectId: project.id, curve: [], evaluation: null },
    recipe,
    snapshot,
  });
  return { file, name: `${fileNameOf(`${project.name} v${number}`)}.perennial` };
}
