// `npx vitest` looks for its settings here only.
export { default } from './test/vitest.config.ts'
