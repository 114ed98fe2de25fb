import type { JsonObject } from '../../../core/json.ts';
import type { Problem } from '../../../core/learner.ts';
import type { OnlineModel, OnlineModelKind } from '../../../core/online-model.ts';
import type { Snapshot } from '../../../core/snapshot.ts';
import { checkProblem } from '../check-problem.ts';
import { refuseSnapshot } from '../dense-tensors.ts';
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
  return { kind, header: structuredClone(header), tensors: saved ? saved.tensors : {} };
}

/** What `packOnline` packed, which may come from a stranger; throws `snapshot-format` where it is not of this kind. */
export function unpackOnline<Options extends JsonObject>(
  of: OnlineModelKind<Options>,
  { kind, header, tensors }: Snapshot,
): UnpackedOnline<Options> {
  if (kind !== of.kind) refuse(`it is of kind "${kind}", not "${of.kind}"`);
  const { problem, options: stored, known, model } = header as unknown as Partial<Header>;
  if (!isProblem(problem)) return refuse('its header does not say what was learnt');
  if (!isKnown(known)) return refuse('its header does not say which features it has met');
  if (!isObject(stored) || model === undefined || (model !== null && !isObject(model)))
    return refuse('its header does not say how far it is');
  checkProblem(problem, of);
  const options = { ...of.defaults, ...stored };
  const loaded = model && of.load(onlineProblemOf(problem, known), options, { header: model, tensors });
  return { problem, options, known, model: loaded };
}

interface Header {
  readonly problem: Problem;
  readonly options: JsonObject;
  readonly known: KnownFeatures;
  readonly model: JsonObject | null;
}

function isProblem(value: unknown): value is Problem {
  if (!isObject(value)) return false;
  const { task, features, classes, categories = {} } = value;
  const isTask = task === 'binary' || task === 'multiclass' || task === 'regression';
  return (
    isTask &&
    areTexts(features) &&
    areTexts(classes) &&
    isObject(categories) &&
    areCounts(Object.values(categories))
  );
}

function isKnown(value: unknown): value is KnownFeatures {
  if (!isObject(value)) return false;
  const { names, categories } = value;
  return areTexts(names) && areCounts(categories) && names.length === categories.length;
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function areCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && (item as number) >= 0);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(reason: string): never {
  return refuseSnapshot('model', reason);
}
