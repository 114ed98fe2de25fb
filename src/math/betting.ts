/**
 * Evidence that the mean of a stream of numbers between -1 and 1 is above 0, which may be looked at after every number:
 * bets against "its mean is at most 0, whatever came before".
 *
 * A bet of the share s multiplies its wealth by 1 + s * x. Under that hypothesis no bet can be expected to win, so by
 * Ville's inequality (1939) the chance that its wealth *ever* reaches 1 / alpha is at most alpha, however often one looks
 * and whenever one stops (Waudby-Smith & Ramdas, "Estimating means of bounded random variables by betting", 2024). The
 * numbers need not be independent.
 *
 * The wealth is spread over several stakes, since the best one is not known, and over several beginnings: one that has
 * lost its wealth in a bad stretch can't hold back one that began after it. The k-th beginning holds 1 / (k (k + 1)) of
 * the wealth; what is not betting yet, 1 / (n + 1), waits. A mean of such wealths is bound by the same inequality.
 */
export type LogWealth = readonly (readonly number[])[]; // (beginnings, stakes)

const STAKES: readonly number[] = [0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9];

/** Opens another beginning: its bets have won and lost nothing yet. */
export function beginBets(so: LogWealth): LogWealth {
  return [...so, STAKES.map(() => 0)];
}

/**
 * The wealth after these numbers, each cut to -1..1.
 *
 * @example
 * logEvidence(placeBets(beginBets([]), Float64Array.of(1, 1, 1, 1, 1, 1))) > Math.log(3) // true
 */
export function placeBets(so: LogWealth, numbers: Float64Array): LogWealth {
  const won = STAKES.map((stake) => {
    let sum = 0;
    for (const number of numbers) sum += Math.log1p(stake * Math.max(-1, Math.min(1, number)));
    return sum;
  });
  return so.map((wealth) => wealth.map((value, index) => value + won[index]!));
}

/** The logarithm of what 1 has become: 0 before the first bet. */
export function logEvidence(so: LogWealth): number {
  const logs = [-Math.log(so.length + 1)];
  so.forEach((wealth, index) => {
    const share = Math.log((index + 1) * (index + 2) * STAKES.length);
    for (const value of wealth) logs.push(value - share);
  });
  const most = Math.max(...logs);
  return most + Math.log(logs.reduce((sum, value) => sum + Math.exp(value - most), 0));
}
