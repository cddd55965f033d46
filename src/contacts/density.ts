/** How many rows fit: the size of a table belongs to the person who reads it. */
export const densities = ['compact', 'regular', 'roomy'] as const
export type Density = (typeof densities)[number]

const key = 'contact-desk.density'

/** The height that was chosen last, in effect before the first row is drawn. */
export function rememberedDensity(): Density {
  try {
    return densities.find((each) => each === localStorage.getItem(key)) ?? 'regular'
  } catch {
    return 'regular'
  }
}

export function applyDensity(density: Density): void {
  document.documentElement.dataset.density = density
}

export function rememberDensity(density: Density): void {
  try {
    localStorage.setItem(key, density)
  } catch {
    // Storage switched off: it holds until the page is closed.
  }
}
