/** Whether `Accept-Encoding` asks for gzip. Without the header, nothing is packed. */
export function acceptsGzip(header: string | null): boolean {
  const weights = weightsIn(header ?? '')
  return (weights.get('gzip') ?? weights.get('x-gzip') ?? weights.get('*') ?? 0) > 0
}

/** Whether `Accept` allows JSON, by the most specific range that fits (RFC 9110, 12.5.1). */
export function acceptsJson(header: string | null): boolean {
  const weights = weightsIn(header ?? '')
  if (weights.size === 0) return true
  const fitting = ['application/json', 'application/*', '*/*'].find((range) => weights.has(range))
  return fitting !== undefined && weights.get(fitting) !== 0
}

/** Each name of a list with its `q`, which is 1 where it is not said. */
function weightsIn(header: string): Map<string, number> {
  const weights = new Map<string, number>()
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim())
    if (name === '') continue
    const weight = parameters.find((piece) => /^q\s*=/.test(piece))?.replace(/^q\s*=\s*/, '')
    weights.set(name, weight === undefined ? 1 : Number(weight) || 0)
  }
  return weights
}
