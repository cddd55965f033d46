import { en } from './en.ts'

/** Every sentence of the desk, in the language of this page load. */
export const text: typeof en = en
