// The package brings no types of its own, and those of size-limit call a plugin a function.
declare module '@size-limit/file' {
  const plugins: ((...args: unknown[]) => unknown)[]
  export default plugins
}
