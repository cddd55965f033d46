// The package brings no types of its own; this is as much of it as is used.
declare module 'autocannon' {
  interface Result {
    requests: { average: number }
    non2xx: number
    errors: number
  }
  export default function autocannon(options: {
    url: string
    connections: number
    /** In seconds. */
    duration: number
  }): Promise<Result>
}
