import type { Cell, CellsByName } from '../core/feedback.ts';
import type { Field, Target } from '../core/schema.ts';
import { make } from './dom.ts';
import type { Texts } from './texts.ts';

/** More labels are searched, not listed. */
const MOST_OPTIONS = 12;
const DAY_MS = 86_400_000;

/** One question to the person: its label with the control in it, and what it says. */
export interface Input {
  readonly element: HTMLElement;
  readonly control: HTMLInputElement | HTMLSelectElement;
  /** Null where nothing is said. */
  value(): Cell;
  /** What is typed that cannot be read. */
  isUnreadable(): boolean;
}

export function inputFor(field: Field, texts: Texts, language: string): Input {
  const { name, kind, labels, distinct } = field;
  if (kind === 'boolean')
    return selectOf(
      name,
      [
        ['true', texts.yes],
        ['false', texts.no],
      ],
      texts.missing,
    );
  if (labels.length > 0 && distinct <= MOST_OPTIONS)
    return selectOf(
      name,
      labels.map((label) => [label, label]),
      texts.missing,
    );
  const type =
    kind === 'number' ? 'number' : kind === 'time' ? (isDay(field) ? 'date' : 'datetime-local') : 'text';
  const control = make('input', { type, autocomplete: 'off', ...(kind === 'number' && { step: 'any' }) });
  const list = labels.length > 0 ? make('datalist', { id: `list-${name}` }) : null;
  if (list) {
    list.append(...labels.map((value) => make('option', { value })));
    control.setAttribute('list', list.id);
  }
  const hint = rangeOf(field, texts, language);
  return {
    control,
    element: make(
      'label',
      { part: 'field' },
      name,
      control,
      list,
      hint === '' ? null : make('small', null, hint),
    ),
    value: () => (control.value === '' ? null : control.value),
    isUnreadable: () => control.validity.badInput,
  };
}

/** The control with which a person says what is right. */
export function targetInput({ column, task, classes }: Target, texts: Texts): Input {
  if (task !== 'regression')
    return selectOf(
      column,
      classes.map((label) => [label, label]),
      texts.missing,
    );
  const control = make('input', { type: 'number', step: 'any', autocomplete: 'off' });
  return {
    control,
    element: make('label', null, column, control),
    value: () => (control.value === '' ? null : control.value),
    isUnreadable: () => control.validity.badInput,
  };
}

/** What all inputs say; marks what cannot be read and tells its name. */
export function cellsOf(inputs: ReadonlyMap<string, Input>): {
  readonly cells: CellsByName;
  readonly unreadable: string | null;
} {
  let unreadable: string | null = null;
  const cells: Record<string, Cell> = {};
  for (const [name, input] of inputs) {
    const isWrong = input.isUnreadable();
    if (isWrong) unreadable ??= name;
    if (isWrong) input.control.setAttribute('aria-invalid', 'true');
    else input.control.removeAttribute('aria-invalid');
    cells[name] = input.value();
  }
  return { cells, unreadable };
}

function selectOf(
  name: string,
  options: readonly (readonly [value: string, shown: string])[],
  missing: string,
): Input {
  const control = make('select', null, make('option', { value: '' }, missing));
  control.append(...options.map(([value, shown]) => make('option', { value }, shown)));
  return {
    control,
    element: make('label', { part: 'field' }, name, control),
    value: () => (control.selectedIndex === 0 ? null : control.value),
    isUnreadable: () => false,
  };
}

function isDay({ minimum, maximum }: Field): boolean {
  return (minimum ?? 0) % DAY_MS === 0 && (maximum ?? 0) % DAY_MS === 0;
}

function rangeOf(field: Field, texts: Texts, language: string): string {
  const { kind, minimum, maximum } = field;
  if (minimum === null || maximum === null) return '';
  const numbers = new Intl.NumberFormat(language, { maximumSignificantDigits: 4 });
  const days = new Intl.DateTimeFormat(language, { timeZone: 'UTC' });
  const shown = (value: number) => (kind === 'time' ? days.format(value) : numbers.format(value));
  return kind === 'number' || kind === 'time' ? texts.range(shown(minimum), shown(maximum)) : '';
}
