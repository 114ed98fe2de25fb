export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'perennial.theme';

/** Light, dark, or what the system says; kept on this device, and set on the root as `data-theme`. */
export class Theme {
  choice = $state<ThemeChoice>(stored());
  #system = $state(matchMedia('(prefers-color-scheme: dark)').matches);
  /** What is shown now: charts that paint on a canvas redraw when it changes. */
  readonly shown = $derived<'light' | 'dark'>(
    this.choice === 'system' ? (this.#system ? 'dark' : 'light') : this.choice,
  );

  constructor() {
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', (event) => {
      this.#system = event.matches;
    });
    this.#apply();
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    this.#apply();
    try {
      localStorage.setItem(KEY, choice);
    } catch {
      // A browser that refuses storage forgets the choice on reload; the page works all the same.
    }
  }

  #apply(): void {
    if (this.choice === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = this.choice;
  }
}

function stored(): ThemeChoice {
  try {
    const choice = localStorage.getItem(KEY);
    return choice === 'light' || choice === 'dark' ? choice : 'system';
  } catch {
    return 'system';
  }
}
