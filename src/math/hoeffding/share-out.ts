/** Makes votes probabilities; none stay none. */
export function shareOut(votes: Float64Array): void {
  let sum = 0;
  for (const value of votes) sum += value;
  if (sum > 0) for (let k = 0; k < votes.length; k++) votes[k]! /= sum;
}
