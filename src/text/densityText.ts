/** The choice of how high the rows of a list are. */
export const densityText = {
  label: 'Row height',
  compact: 'Compact',
  regular: 'Regular',
  roomy: 'Roomy',
}
