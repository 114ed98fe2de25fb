import { Random } from '../../../core/random.ts';
import type { Sample } from '../../../core/reader.ts';
import { categoryColumn, numberColumn, quarterOf, quarterStarts } from './sample-columns.ts';

/** A loan applicant, as far as the four functions look at them. */
export interface Applicant {
  readonly salary: number;
  readonly commission: number;
  readonly age: number;
  /** 0 to 4. */
  readonly education: number;
  readonly loan: number;
}

/** Functions 1, 4, 7 and 9 of the paper: whether the applicant belongs to group A. */
export const AGRAWAL_FUNCTIONS: readonly ((applicant: Applicant) => boolean)[] = [
  ({ age }) => age < 40 || age >= 60,
  ({ age, education, salary }) => {
    const [levels, within, otherwise] = age < 40 ? YOUNG : age < 60 ? MIDDLE : OLD;
    const [low, high] = levels.includes(education) ? within : otherwise;
    return low <= salary && salary <= high;
  },
  ({ salary, commission, loan }) => (2 * (salary + commission)) / 3 - loan / 5 - 20000 > 0,
  ({ salary, commission, education, loan }) =>
    (2 * (salary + commission)) / 3 - 5000 * education - loan / 5 - 10000 > 0,
];

type SalaryRange = readonly [low: number, high: number];
type AgeBand = readonly [levels: readonly number[], within: SalaryRange, otherwise: SalaryRange];
const YOUNG: AgeBand = [
  [0, 1],
  [25000, 75000],
  [50000, 100000],
];
const MIDDLE: AgeBand = [
  [1, 2, 3],
  [50000, 100000],
  [75000, 125000],
];
const OLD: AgeBand = [
  [2, 3, 4],
  [50000, 100000],
  [25000, 75000],
];

/**
 * Loan applicants in two groups. The function that assigns the group changes every quarter: 1, 4, 7, 9. Features are drawn
 * as MOA draws them (its `AgrawalGenerator`), without perturbation.
 */
export const agrawal: Sample = {
  kind: 'agrawal',
  title: 'Loan applicants (Agrawal)',
  summary:
    'Nine features, three of them categories; the rule that assigns the group changes abruptly three times.',
  source: 'Agrawal, Imielinski & Swami, "Database mining: a performance perspective", IEEE TKDE 5(6), 1993',
  target: 'group',
  defaultRows: 20000,
  isStream: true,
  changes: quarterStarts,
  generate(rows, seed) {
    const random = new Random(seed);
    const numbers = ['salary', 'commission', 'age', 'hvalue', 'hyears', 'loan'] as const;
    const values = Object.fromEntries(numbers.map((name) => [name, new Float64Array(rows)])) as Record<
      (typeof numbers)[number],
      Float64Array<ArrayBuffer>
    >;
    const levels: string[] = [];
    const cars: string[] = [];
    const zipcodes: string[] = [];
    const groups: string[] = [];
    for (let row = 0; row < rows; row++) {
      const salary = 20000 + 130000 * random.uniform();
      const commission = salary >= 75000 ? 0 : 10000 + 75000 * random.uniform();
      const age = 20 + random.below(61);
      const education = random.below(5);
      const car = random.below(20);
      const zipcode = random.below(9);
      const hvalue = (9 - zipcode) * 100000 * (0.5 + random.uniform());
      const hyears = 1 + random.below(30);
      const loan = 500000 * random.uniform();
      const drawn = { salary, commission, age, hvalue, hyears, loan };
      for (const name of numbers) values[name][row] = drawn[name];
      levels.push(`level${education}`);
      cars.push(`car${car + 1}`);
      zipcodes.push(`zipcode${zipcode + 1}`);
      const isGroupA = AGRAWAL_FUNCTIONS[quarterOf(row, rows)]!;
      groups.push(isGroupA({ salary, commission, age, education, loan }) ? 'A' : 'B');
    }
    const columns = [
      numberColumn('salary', values.salary),
      numberColumn('commission', values.commission),
      numberColumn('age', values.age),
      categoryColumn('elevel', levels),
      categoryColumn('car', cars),
      categoryColumn('zipcode', zipcodes),
      numberColumn('hvalue', values.hvalue),
      numberColumn('hyears', values.hyears),
      numberColumn('loan', values.loan),
      categoryColumn('group', groups),
    ];
    return { rows, columns };
  },
};
