import type { CellsByName, LabelOrigin } from '../core/feedback.ts';
import type { ModelFacts, WidgetPrediction, WidgetState } from '../../workers/widget/contract.ts';
import { make } from './dom.ts';
import { cellsOf, type Input, inputFor, targetInput } from './fields.ts';
import type { Texts } from './texts.ts';

/** What the panel asks of the element that it stands in. */
export interface Asks {
  predict(cells: CellsByName): Promise<WidgetPrediction>;
  feedback(id: string, label: string, origin: LabelOrigin): Promise<unknown>;
  /** Whether labels are taken at all. */
  readonly takesLabels: () => boolean;
}

/** The form, the answer, the question whether it was right, and where the model stands. */
export class Panel {
  readonly element: HTMLElement;
  readonly #facts: ModelFacts;
  readonly #asks: Asks;
  readonly #texts: Texts;
  readonly #language: string;
  readonly #inputs: ReadonlyMap<string, Input>;
  readonly #answer = make('div', { part: 'answer', hidden: true });
  readonly #feedback = make('div', { part: 'feedback', hidden: true });
  readonly #state = make('p', { part: 'state' });
  readonly #notice = make('p', { part: 'notice', hidden: true });
  readonly #error = make('p', { part: 'error', hidden: true });

  constructor(facts: ModelFacts, asks: Asks, texts: Texts, language: string) {
    this.#facts = facts;
    this.#asks = asks;
    this.#texts = texts;
    this.#language = language;
    this.#inputs = new Map(facts.fields.map((field) => [field.name, inputFor(field, texts, language)]));
    this.#answer.setAttribute('role', 'status');
    this.#error.setAttribute('role', 'alert');
    const ask = make('button', { type: 'button', part: 'button' }, texts.predict);
    ask.onclick = () => void this.#predict();
    const fields = make(
      'div',
      { part: 'fields' },
      ...[...this.#inputs.values()].map(({ element }) => element),
    );
    // No <form>: where the host's policy or sandbox forbids forms, it would never be submitted.
    fields.onkeydown = ({ key, target }) => {
      if (key === 'Enter' && target instanceof HTMLInputElement) void this.#predict();
    };
    this.element = make(
      'section',
      { part: 'card', lang: language },
      make('p', { part: 'title', id: 'title' }, facts.title),
      fields,
      ask,
      this.#error,
      this.#answer,
      this.#feedback,
      this.#state,
      this.#notice,
    );
    this.element.setAttribute('aria-labelledby', 'title');
  }

  show(state: WidgetState): void {
    const { version, waiting, judgement, keeping } = state;
    const texts = this.#texts;
    this.#state.textContent = [
      texts.version(version),
      ...(waiting > 0 ? [texts.waiting(waiting)] : []),
      ...(judgement ? [texts[judgement.verdict]] : []),
    ].join(' · ');
    this.#notice.hidden = keeping === 'kept' || !this.#asks.takesLabels();
    if (keeping !== 'kept') this.#notice.textContent = texts[keeping];
  }

  fail(message: string): void {
    this.#error.hidden = message === '';
    this.#error.textContent = message;
  }

  async #predict(): Promise<void> {
    const { cells, unreadable } = cellsOf(this.#inputs);
    let isAnswered = false;
    if (unreadable !== null) this.fail(this.#texts.notNumber(unreadable));
    else
      await this.#trying(async () => {
        const prediction = await this.#asks.predict(cells);
        this.#showAnswer(prediction);
        this.#ask(prediction);
        isAnswered = true;
      });
    // What was answered before does not belong to these inputs.
    if (!isAnswered) this.#answer.hidden = this.#feedback.hidden = true;
  }

  #showAnswer({ answer, probabilities, notes }: WidgetPrediction): void {
    const shares = new Intl.NumberFormat(this.#language, { style: 'percent', maximumFractionDigits: 1 });
    const numbers = new Intl.NumberFormat(this.#language, { maximumSignificantDigits: 5 });
    const bars = probabilities.slice(0, 5).map(({ label, probability }) => {
      const bar = make('span', { part: 'bar' });
      bar.style.inlineSize = `${100 * probability}%`;
      return make('li', null, make('span', null, label), make('span', null, shares.format(probability)), bar);
    });
    const [first] = probabilities;
    const sure = first ? this.#texts.probability(shares.format(first.probability)) : null;
    this.#answer.hidden = false;
    this.#answer.replaceChildren(
      make('p', { className: 'muted' }, this.#facts.target.column),
      make('p', { part: 'value' }, typeof answer === 'number' ? numbers.format(answer) : answer),
      ...(sure === null
        ? []
        : [make('p', { className: 'muted' }, sure), make('ul', { part: 'probabilities' }, ...bars)]),
      ...(notes.length > 0
        ? [make('ul', { part: 'notes', lang: 'en' }, ...notes.map((note) => make('li', null, note)))]
        : []),
    );
  }

  /** Whether it was right; of an answer that was drawn to be checked, what is right, whatever it says. */
  #ask({ id, answer, audit }: WidgetPrediction): void {
    this.#feedback.hidden = !this.#asks.takesLabels();
    const texts = this.#texts;
    const say = (label: string, origin: LabelOrigin) =>
      void this.#trying(async () => {
        await this.#asks.feedback(id, label, origin);
        const thanks = make('p', { tabIndex: -1 }, texts.thanks);
        this.#feedback.replaceChildren(thanks);
        thanks.focus();
      });
    const correct = () => {
      const input = targetInput(this.#facts.target, texts);
      const send = make('button', { type: 'button' }, texts.send);
      send.onclick = () => {
        const label = input.value();
        if (label === null || input.isUnreadable()) return input.control.focus();
        say(
          String(label),
          audit ? 'audit' : String(label) === String(answer) ? 'confirmation' : 'correction',
        );
      };
      this.#feedback.append(
        make('p', null, texts.whatIsRight),
        make('div', { className: 'row' }, input.element, send),
      );
      return input;
    };
    if (audit) {
      this.#feedback.replaceChildren(make('p', null, texts.audit));
      correct();
      return;
    }
    const [yes, no] = [texts.yes, texts.no].map((text) => make('button', { type: 'button' }, text));
    yes!.onclick = () => say(String(answer), 'confirmation');
    no!.onclick = () => {
      this.#feedback.replaceChildren();
      correct().control.focus();
    };
    const question = make('div', { className: 'row' }, yes!, no!);
    question.role = 'group';
    question.ariaLabel = texts.wasItRight;
    this.#feedback.replaceChildren(make('p', null, texts.wasItRight), question);
  }

  async #trying(work: () => Promise<void>): Promise<void> {
    this.fail('');
    try {
      await work();
    } catch (error) {
      this.fail((error as Error).message);
    }
  }
}
