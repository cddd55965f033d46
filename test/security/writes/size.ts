/** How much a campaign tries, and from where its chance starts. */
export interface Size {
  inputs: number
  seed: number
}
