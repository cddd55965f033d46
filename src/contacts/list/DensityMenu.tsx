import { Rows3 } from 'lucide-react'
import { useLayoutEffect, useState } from 'react'
import { text } from '#text/text.ts'
import { Menu } from '#ui/overlay/Menu.tsx'

const densities = ['compact', 'regular', 'roomy'] as const
type Density = (typeof densities)[number]

const key = 'contact-desk.density'

/** How many rows fit: the size of a table belongs to the person who reads it. */
export function DensityMenu() {
  const [density, setDensity] = useState(remembered)
  useLayoutEffect(() => {
    document.documentElement.dataset.density = density
  }, [density])
  return (
    <Menu
      label={text.contacts.density}
      button={<Rows3 size={16} aria-hidden />}
      items={densities.map((each) => ({
        id: each,
        label: text.contacts.densities[each],
        checked: each === density,
        onPick: () => {
          setDensity(each)
          remember(each)
        },
      }))}
    />
  )
}

function remembered(): Density {
  try {
    return densities.find((each) => each === localStorage.getItem(key)) ?? 'regular'
  } catch {
    return 'regular'
  }
}

function remember(density: Density): void {
  try {
    localStorage.setItem(key, density)
  } catch {
    // Storage switched off: it holds until the page is closed.
  }
}
