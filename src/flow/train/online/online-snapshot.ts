import type { JsonObject } from '../../../core/json.ts';
import type { Problem } from '../../../core/learner.ts';
import type { OnlineModel, OnlineModelKind } from '../../../core/online-model.ts';
import type { Snapshot } from '../../../core/snapshot.ts';
import { checkProblem } from '../check-problem.ts';
import { refuseSnapshot } from '../dense-tensors.ts';
import {
  areAll,
  checkProblemShape,
  isCount,
  isText,
  MOST_CATEGORIES,
  need,
  object,
} from '../header-shape.ts';
import { onlineProblemOf, type KnownFeatures } from './online-features.ts';

/** All that is known of a learner of a stream. */
export interface UnpackedOnline<Options> {
  readonly problem: Problem;
  readonly options: Options;
  readonly known: KnownFeatures;
  /** Null before it has learnt. */
  readonly model: OnlineModel | null;
}

export function packOnline(
  kind: string,
  problem: Problem,
  options: JsonObject,
  known: KnownFeatures,
  model: OnlineModel | null,
): Snapshot {
  const saved = model?.save();
  const header = {
    problem: { ...problem },
    options,
    known: { ...known },
    model: saved ? saved.header : null,
  };
  return { kind, header, tensors: saved ? saved.tensors : {} };
}

/** What `packOnline` packed, which may come from a stranger; throws `snapshot-format` where it is not of this kind. */
export function unpackOnline<Options extends JsonObject>(
  of: OnlineModelKind<Options>,
  { kind, header, tensors }: Snapshot,
): UnpackedOnline<Options> {
  if (kind !== of.kind) refuse(`it is of kind "${kind}", not "${of.kind}"`);
  const { options: stored, model } = object(header, 'the whole', ['problem', 'options', 'known', 'model']);
  const problem = checkProblemShape(header['problem']);
  const known = checkKnown(header['known'], problem);
  object(stored, 'options');
  if (model !== null) object(model, 'model');
  checkProblem(problem, of);
  const options = { ...of.defaults, ...(stored as JsonObject) };
  const loaded =
    model === null
      ? null
      : of.load(onlineProblemOf(problem, known), options, { header: model as JsonObject, tensors });
  return { problem, options, known, model: loaded };
}

/** Every feature of the problem is known, as what it is in the problem, and none twice. */
function checkKnown(value: unknown, { features, categories = {} }: Problem): KnownFeatures {
  const { names, categories: counts } = object(value, 'known', ['names', 'categories']);
  need(
    areAll(names, isText) && new Set(names as string[]).size === (names as string[]).length,
    'known.names',
  );
  need(
    areAll(counts, (count) => isCount(count) && count <= MOST_CATEGORIES, (names as string[]).length),
    'known.categories',
  );
  const known = value as KnownFeatures;
  need(known.categories.reduce((sum, count) => sum + count, 0) <= MOST_CATEGORIES, 'known.categories');
  need(new Set(features).size === features.length, 'problem.features');
  for (const feature of features) {
    const count = Object.hasOwn(categories, feature) ? categories[feature]! : 0;
    const place = known.names.indexOf(feature);
    need(place >= 0, 'known.names');
    // A category that was known once may be no category of the problem now: the model keeps its place.
    need(count > 0 === known.categories[place]! > 0 && count <= known.categories[place]!, 'known.categories');
  }
  return known;
}

function refuse(reason: string): never {
  return refuseSnapshot('model', reason);
}
