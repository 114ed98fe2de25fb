/**
 * In how much of the clip slopes are measured before they are squared in single precision: squares overflow only beyond 1e28 times the clip, and
 * what is too short to count is less than a billionth of it.
 */
export const unitOfClip = 2 ** 32;
