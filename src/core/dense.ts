/**
 * Dense networks, and who trains them.
 *
 * A DenseEngine takes optimizer steps over rows that it holds, as fast as its processor lets it. It is not a
 * learner: it knows nothing of epochs, classes, memories or early stopping, keeps no state between sessions, and
 * its parameters, moments and step count come and go as one flat layout that every engine shares, so that a
 * network begun on one engine goes on learning on any other.
 */

export type DenseLoss = 'softmax' | 'sigmoid' | 'squared' | 'huber';
/** gelu: x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2, the usual approximation (Hendrycks & Gimpel 2016). */
export type DenseActivation = 'relu' | 'tanh' | 'gelu';

/**
 * Layer sizes. No hidden layer: a linear model.
 *
 * softmax: y is a class index, `outputs` >= 2. sigmoid: y is 0 or 1, `outputs` = 1. squared: y is a value,
 * `outputs` = 1, the loss is (output - y)^2 / 2. huber: the same up to a distance of 1, from there on the distance less 1/2, so
 * that outliers pull no harder than that (Huber 1964).
 */
export interface DenseShape {
  readonly inputs: number;
  readonly hidden: readonly number[];
  readonly outputs: number;
  readonly activation: DenseActivation;
  readonly loss: DenseLoss;
  /**
   * Each hidden layer's sums are brought, row by row, to mean 0 and variance 1, then multiplied by a gain and moved by an offset that are
   * learnt for each unit, before its activation (Ba, Kiros & Hinton 2016; 1e-5 is added to the variance). False by default.
   */
  readonly layerNorm?: boolean;
  /** In the order of their inputs; none by default. */
  readonly embeddings?: readonly DenseEmbedding[];
}

/**
 * An input that holds the index of a category, and what the first layer sees in its place: `width` numbers that are learnt for each
 * category (Guo & Berkhahn, "Entity embeddings of categorical variables", 2016).
 */
export interface DenseEmbedding {
  /** Which of the inputs, from 0 on. */
  readonly input: number;
  /** Its indexes go from 0 to `categories` - 1. */
  readonly categories: number;
  readonly width: number;
}

/** Adam (Kingma & Ba 2015). */
export interface Adam {
  readonly kind: 'adam';
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/**
 * Stochastic gradient descent with momentum (Polyak 1964): velocity = momentum * velocity + gradient, kept as the first moment;
 * each step takes learningRate * velocity off.
 */
export interface Momentum {
  readonly kind: 'momentum';
  readonly momentum: number;
}

/**
 * Adds strength * (parameter - its value there) to the gradient, so that what was learnt before stays near. One strength is that of all weights
 * and embeddings (L2-SP: Li, Grandvalet & Davoine 2018); one for each number, in the flat layout, concerns biases, gains and
 * offsets as well (EWC: Kirkpatrick et al. 2017, where it is how much earlier rows need that number).
 */
export interface DenseAnchor {
  readonly parameters: Float32Array<ArrayBuffer>;
  readonly strength: number | Float32Array<ArrayBuffer>;
}

/**
 * How far the raw outputs of a row are from those that it is to keep, h. squared: half the sum of (output - h)^2. softened: the cross-entropy of softmax(output /
 * temperature) to softmax(h / temperature), for a sigmoid of the logistic functions (Hinton, Vinyals & Dean 2015); for
 * classifications alone.
 */
export type DenseKeeping =
  { readonly kind: 'squared' } | { readonly kind: 'softened'; readonly temperature: number };

/**
 * How a step follows from its batch's gradient: the gradient is clipped, the pulls of `l2` and `anchor` are added, the optimizer
 * moves. All but `clip` concern weights and embeddings, and biases, gains and offsets only where an anchor has a strength for each;
 * the losses that a session tells are without the pulls.
 */
export interface DenseTraining {
  readonly optimizer: Adam | Momentum;
  /** Decoupled (Loshchilov & Hutter 2019): each step first multiplies a weight by 1 - learningRate * weightDecay. */
  readonly weightDecay: number;
  /** Adds l2 * weight to the gradient: that of l2 / 2 times the sum of squares. */
  readonly l2: number;
  readonly anchor: DenseAnchor | null;
  /** The gradient's Euclidean length at most, over all parameters; a longer one is shortened to it (Pascanu et al. 2013). */
  readonly clip: number | null;
  /**
   * The share of the hidden units' outputs that each step of `train` makes zero; the others grow by 1 / (1 - share) (Srivastava et
   * al. 2014). Which ones follows from the seed, the step, the layer, the row's place in its batch and the unit alone, by
   * math/dropout.ts, on every engine.
   */
  readonly dropout: { readonly share: number; readonly seed: number } | null;
  /** How rows keep outputs (`DenseData.kept`); absent: none does. */
  readonly keeping?: DenseKeeping;
  /** Whether rows limit which classes their softmax sees (`DenseData.classes`). False by default. */
  readonly limitsClasses?: boolean;
}

/**
 * Where learning stands. Flat layout: embeddings (categories, width), then layer after layer, each its weights row-major (from, to), then
 * its biases (to), then, where hidden layers are normalised, its gains (to) and its offsets (to).
 */
export interface DenseState {
  readonly parameters: Float32Array<ArrayBuffer>;
  readonly firstMoment: Float32Array<ArrayBuffer>;
  readonly secondMoment: Float32Array<ArrayBuffer>;
  /** Optimizer steps taken so far, from which Adam's bias correction and the dropout follow. */
  readonly step: number;
}

export interface DenseData {
  readonly x: Float32Array<ArrayBuffer>; // (rows, inputs)
  readonly y: Float32Array<ArrayBuffer>; // (rows)
  /** How much each row's loss counts; a batch's loss is the sum of weight * loss divided by the number of its rows. */
  readonly weights: Float32Array<ArrayBuffer> | null; // (rows)
  /**
   * Raw outputs that rows are to keep: to its weighted loss a row adds its weight here times the distance that `DenseTraining.keeping` names.
   * There if and only if that is.
   */
  readonly kept?: {
    readonly outputs: Float32Array<ArrayBuffer>; // (rows, outputs)
    readonly weights: Float32Array<ArrayBuffer>; // (rows)
  };
  /**
   * 1 where a row's softmax sees a class, its own among them; 0 where that class has no part in its loss and gets no gradient of
   * it. What a row keeps is of all outputs. There if and only if `DenseTraining.limitsClasses`.
   */
  readonly classes?: Uint8Array<ArrayBuffer>; // (rows, outputs)
}

export type EngineKind = 'reference' | 'wasm' | 'webgpu' | 'tfjs-webgpu' | 'tfjs-wasm' | 'tfjs-cpu';

export interface DenseEngine {
  readonly kind: EngineKind;
  /** Takes over data and a copy of the state. Throws where the engine cannot run here. */
  open(shape: DenseShape, training: DenseTraining, data: DenseData, state: DenseState): Promise<DenseSession>;
}

export interface DenseSession {
  /**
   * One optimizer step for every `batchSize` of the rows named, in their order (the last one may be smaller).
   *
   * @returns the mean loss a row over these steps, each measured before its step was taken, without decay.
   */
  train(rows: Uint32Array<ArrayBuffer>, batchSize: number, learningRate: number): Promise<number>;
  /** Loss and gradient of the rows named as one batch, at the present parameters; changes nothing. */
  gradient(
    rows: Uint32Array<ArrayBuffer>,
  ): Promise<{ readonly loss: number; readonly gradient: Float32Array<ArrayBuffer> }>;
  /** A copy of where learning stands. */
  state(): Promise<DenseState>;
  /** Frees what the session holds; it is of no use afterwards. */
  close(): void;
}

/**
 * The network's raw outputs for many rows, as `forward` of math/dense.ts defines them, on whatever is fastest here: the same
 * up to rounding, and the same bytes whenever it is asked again.
 *
 * @param x (rows, inputs)
 * @returns (rows, outputs)
 */
export type DenseForward = (
  shape: DenseShape,
  parameters: Float32Array<ArrayBuffer>,
  x: Float32Array<ArrayBuffer>,
  rows: number,
) => Float32Array<ArrayBuffer>;

/** What a person, or the app for them, asks of an engine: one by name, or the one that suits the model best. */
export type EngineChoice = EngineKind | 'auto';

/** Which engine was taken and why, in a sentence for the person. */
export interface ChosenEngine {
  readonly engine: DenseEngine;
  readonly reason: string;
}

/**
 * Finds the engine for a model: handed to learners, so that they never reach for one. Engines that this very job has
 * lost are passed over, the one that was asked for as well, and the reason says so.
 */
export type ChooseEngine = (
  choice: EngineChoice,
  shape: DenseShape,
  batchSize: number,
  training?: DenseTraining,
  lost?: readonly LostEngine[],
) => Promise<ChosenEngine>;

/** An engine that failed in the middle of a job: its worker died, it ran out of memory, the graphics processor was lost. */
export interface LostEngine {
  readonly kind: EngineKind;
  /** What happened, as part of a sentence: "the graphics processor was lost". */
  readonly reason: string;
}
