declare module '*?worker&url' {
  const url: string;
  // eslint-disable-next-line no-restricted-exports -- what the bundler gives for this suffix
  export default url;
}
