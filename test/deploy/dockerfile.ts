/** What a Dockerfile says, step by step. */
export interface Step {
  instruction: string
  rest: string
}

export function stepsIn(dockerfile: string): Step[] {
  return dockerfile
    .replace(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .flatMap((line) => {
      const [, instruction, rest] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? []
      return instruction ? [{ instruction, rest: rest ?? '' }] : []
    })
}

/** What is left of a folder for COPY, by a .dockerignore that leaves everything out but what it names. */
export function letIn(dockerignore: string): string[] {
  const lines = dockerignore.split('\n').filter((line) => line && !line.startsWith('#'))
  if (lines[0] !== '*' || lines.slice(1).some((line) => !line.startsWith('!')))
    throw new Error('it has to leave everything out and then name what may come in')
  return lines.slice(1).map((line) => line.slice(1))
}
