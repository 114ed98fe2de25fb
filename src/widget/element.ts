import { errorFromRecord, PerennialError } from '../core/errors.ts';
import type { CellsByName, LabelOrigin } from '../core/feedback.ts';
import type {
  Learned,
  ModelFacts,
  WidgetHouse,
  WidgetNews,
  WidgetPrediction,
  WidgetState,
} from '../../workers/widget/contract.ts';
import { Bringers } from './bringers.ts';
import { make } from './dom.ts';
import type { PerennialModelEvents } from './events.ts';
import { left, type Link, type Place, waysToStart } from './link.ts';
import { fetched, noModel, notKept, openedSomewhere } from './opening.ts';
import { Panel } from './panel.ts';
import { ATTRIBUTES, LIGHT, settingsOf } from './settings.ts';
import { styleSheet } from './styles.ts';
import { textsFor } from './texts.ts';

/** In a worker there are no elements: the module is loaded there for its house. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * `<perennial-model src="model.perennial">`: a model that predicts, takes true answers and learns from them in the visitor's
 * browser. README.md lists its attributes, properties, methods, events and parts.
 *
 * @example
 * const element = document.querySelector('perennial-model');
 * const [prediction] = await element.predict([{ age: 40, city: 'Oslo' }]);
 * await element.feedback(prediction.id, 'yes', 'correction');
 */
export class PerennialModel extends Base {
  static readonly observedAttributes = ATTRIBUTES;
  /** Of all files of the widget in this page. */
  static readonly bringers = new Bringers();

  #model: Blob | null = null;
  #opened: Promise<Link> | null = null;
  #link: Link | null = null;
  #state: WidgetState | null = null;
  #facts: ModelFacts | null = null;
  #panel: Panel | null = null;
  /** Told apart from what was begun before another model was named. */
  #attempt = 0;
  #isScheduled = false;
  /** How often the worker of this model died: it is started once more, then the page does its work. */
  #deaths = 0;

  /** The model's file itself, in place of `src`. */
  get model(): Blob | null {
    return this.#model;
  }

  set model(file: Blob | null) {
    this.#model = file;
    this.#schedule();
  }

  /** Where the model stands; null until it is ready. */
  get state(): WidgetState | null {
    return this.#state;
  }

  /** What the model reads and tells; null until it is ready. */
  get facts(): ModelFacts | null {
    return this.#facts;
  }

  /** Where it is at work: in a worker of its own, or on the page in slices of a few milliseconds; null until it is ready. */
  get place(): Place | null {
    return this.#link?.place ?? null;
  }

  /** What the model makes of rows, each an object by the names of its columns. Throws `cell` where one cannot be read. */
  async predict(rows: readonly CellsByName[]): Promise<readonly WidgetPrediction[]> {
    const predictions = await this.#ask('predict', rows);
    this.#emit('prediction', { rows, predictions });
    return predictions;
  }

  /**
   * Says what a prediction should have been. `origin`: `confirmation` and `correction` are volunteered, so that they teach but
   * prove nothing; `audit` and `full-batch` came whatever was predicted, so that they decide as well.
   */
  async feedback(
    predictionId: string,
    label: string | number | boolean,
    origin: LabelOrigin,
  ): Promise<LabelOrigin> {
    const told = await this.#ask('feedback', predictionId, label, origin);
    this.#show(told.state);
    return told.origin;
  }

  /** Learns rows whose target column holds the true answer, and all answers that wait. */
  async learn(rows: readonly CellsByName[] = [], origin: LabelOrigin = 'full-batch'): Promise<Learned> {
    const learned = await this.#ask('learn', rows, origin);
    this.#show(learned.state);
    return learned;
  }

  /** The version that has learnt and waits answers from now on, without proof. Throws `no-challenger`. */
  async promote(): Promise<WidgetState> {
    return this.#show(await this.#ask('promote'));
  }

  /** The version that answers, as a `.perennial` file; with `rememberedRows`, the rows of this visitor that it keeps go along. */
  async exportModel({ rememberedRows = false } = {}): Promise<{
    readonly file: Blob;
    readonly name: string;
  }> {
    return this.#ask('exportModel', rememberedRows);
  }

  /** Deletes all that is kept here: the shipped model answers again. */
  async forget(): Promise<WidgetState> {
    return this.#show(await this.#ask('forget'));
  }

  override addEventListener<K extends keyof PerennialModelEvents>(
    name: K,
    listener: (event: CustomEvent<PerennialModelEvents[K]>) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(...about: Parameters<EventTarget['addEventListener']>): void;
  override addEventListener(
    name: string,
    listener: unknown,
    options?: boolean | AddEventListenerOptions,
  ): void {
    super.addEventListener(name, listener as EventListener, options);
  }

  connectedCallback(): void {
    this.#schedule();
  }

  disconnectedCallback(): void {
    // Where it is only moved, it is connected again by then.
    queueMicrotask(() => {
      if (!this.isConnected) this.#leave();
    });
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after || !this.isConnected) return;
    if (!LIGHT.has(name) || !this.#facts) return this.#schedule();
    this.#draw();
    this.#ask('configure', settingsOf(this)).then(
      (state) => this.#show(state),
      (error: unknown) => this.#fail(error),
    );
  }

  /** Once for all attributes and properties that are set at once. */
  #schedule(): void {
    if (this.#isScheduled || !this.isConnected) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      if (this.isConnected) this.#begin();
    });
  }

  readonly #begin = (): void => {
    this.#leave();
    if (!this.#model && this.getAttribute('src') === null) return;
    this.#drawWaiting();
    this.#start();
  };

  #start(): void {
    const attempt = ++this.#attempt;
    const tried = PerennialModel.bringers.all.length;
    this.#opened = this.#open(attempt);
    this.#opened.catch((error: unknown) => {
      if (attempt !== this.#attempt) return;
      const isUnknown = (error as PerennialError).code === 'unknown-kind';
      if (!isUnknown || PerennialModel.bringers.await(this.#begin, tried)) this.#fail(error);
    });
  }

  #leave(): void {
    this.#attempt++;
    PerennialModel.bringers.leave(this.#begin);
    this.#link?.close();
    this.#link = null;
    this.#opened = null;
    this.#facts = null;
    this.#state = null;
    this.#panel = null;
    this.#deaths = 0;
  }

  async #open(attempt: number): Promise<Link> {
    const file = this.#model ?? (await fetched(this.getAttribute('src') ?? ''));
    const settings = settingsOf(this);
    const { link, opened } = await openedSomewhere(
      waysToStart(this.getAttribute('worker-src'), PerennialModel.bringers.all, this.#deaths > 1),
      (link) => link.ask('open', file, settings),
      {
        onNews: (news) => attempt === this.#attempt && this.#hear(news),
        onDeath: (error) => {
          if (attempt !== this.#attempt) return;
          this.#deaths++;
          this.#link = null;
          this.#fail(error);
          this.#start();
        },
      },
    );
    if (attempt !== this.#attempt) {
      link.close();
      throw left();
    }
    const { facts, state } = opened;
    this.#link = link;
    this.#facts = facts;
    this.#state = state;
    // What a person has typed stays, where only the worker died.
    if (this.#panel) this.#panel.show(state);
    else this.#draw();
    this.#emit('ready', { facts, state, place: link.place });
    if (state.keeping !== 'kept' && settings.learn !== 'off') this.#fail(notKept(state.keeping), true);
    return link;
  }

  async #ask<Q extends keyof WidgetHouse>(
    question: Q,
    ...args: Parameters<WidgetHouse[Q]>
  ): Promise<Awaited<ReturnType<WidgetHouse[Q]>>> {
    if (!this.#opened) throw noModel();
    return (await this.#opened).ask(question, ...args);
  }

  #hear(news: WidgetNews): void {
    if (news.kind === 'failed') return this.#fail(errorFromRecord(news.error));
    if (news.kind === 'state') {
      this.#show(news.state);
      return this.#fail(notKept(news.state.keeping), true);
    }
    if (news.kind === 'learned') {
      this.#show(news.detail.state);
      return this.#emit('learned', news.detail);
    }
    this.#emit('promoted', news.detail);
  }

  #draw(): void {
    this.#panel = null;
    if (this.hasAttribute('headless') || !this.#facts) return this.shadowRoot?.replaceChildren();
    const { texts, language } = textsFor(this);
    const asks = {
      predict: async (cells: CellsByName) => (await this.predict([cells]))[0]!,
      feedback: (id: string, label: string, origin: LabelOrigin) => this.feedback(id, label, origin),
      takesLabels: () => settingsOf(this).learn !== 'off',
    };
    this.#panel = new Panel(this.#facts, asks, texts, language);
    this.#shadow().replaceChildren(this.#panel.element);
    if (this.#state) this.#panel.show(this.#state);
  }

  #drawWaiting(): void {
    if (this.hasAttribute('headless')) return;
    const { texts, language } = textsFor(this);
    this.#shadow().replaceChildren(
      make('p', { part: 'card', role: 'status', lang: language }, texts.loading),
    );
  }

  #shadow(): ShadowRoot {
    if (this.shadowRoot) return this.shadowRoot;
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [styleSheet()];
    return root;
  }

  #show(state: WidgetState): WidgetState {
    this.#state = state;
    this.#panel?.show(state);
    return state;
  }

  /** `isShown`: the panel says it already. */
  #fail(error: unknown, isShown = false): void {
    const told = error instanceof PerennialError ? error : new PerennialError('unexpected', String(error));
    if (this.#panel && !isShown) this.#panel.fail(told.message);
    else if (!this.#facts && !this.hasAttribute('headless'))
      this.#shadow().replaceChildren(make('p', { part: 'card error', role: 'alert' }, told.message));
    this.#emit('error', told);
  }

  #emit<K extends keyof PerennialModelEvents>(name: K, detail: PerennialModelEvents[K]): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: name !== 'error', composed: true }));
  }
}
