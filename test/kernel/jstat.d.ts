/** The few functions of jstat that tests compare with; it ships no types. */
declare module 'jstat' {
  interface Distribution {
    cdf(x: number, ...parameters: number[]): number;
    inv(p: number, ...parameters: number[]): number;
  }
  const jstat: {
    jStat: {
      normal: Distribution;
      gamma: Distribution;
      beta: Distribution;
      studentt: Distribution;
      gammaln(x: number): number;
    };
  };
  export default jstat;
}
