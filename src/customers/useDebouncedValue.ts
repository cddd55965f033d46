import { useEffect, useState } from 'react'

/** The value as it was `pause` milliseconds ago, once it has stood still for that long. */
export function useDebouncedValue<Value>(value: Value, pause: number): Value {
  const [later, setLater] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), pause)
    return () => clearTimeout(timer)
  }, [value, pause])
  return later
}
