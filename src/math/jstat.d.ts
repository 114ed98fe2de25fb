/** What is used of jstat 1.9.6, which brings no types. */
declare module 'jstat' {
  interface JStat {
    readonly normal: {
      inv(probability: number, mean: number, deviation: number): number;
      cdf(value: number, mean: number, deviation: number): number;
    };
    readonly studentt: {
      inv(probability: number, freedom: number): number;
      cdf(value: number, freedom: number): number;
    };
  }
  const jStat: JStat;
  export = jStat;
}
