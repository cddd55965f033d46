import { Rows3 } from 'lucide-react'
import { useState } from 'react'
import { densityText } from '#text/densityText.ts'
import { Menu } from '#ui/overlay/Menu.tsx'
import { applyDensity, densities, rememberDensity, rememberedDensity } from './density.ts'

/** Chooses how high the rows are. */
export function DensityMenu() {
  const [density, setDensity] = useState(rememberedDensity)
  return (
    <Menu
      label={densityText.label}
      button={<Rows3 size={16} aria-hidden />}
      items={densities.map((each) => ({
        id: each,
        label: densityText[each],
        checked: each === density,
        onPick: () => {
          setDensity(each)
          applyDensity(each)
          rememberDensity(each)
        },
      }))}
    />
  )
}
