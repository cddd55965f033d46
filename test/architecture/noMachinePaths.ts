/** Path inside the repository → what the file says. */
type Files = Readonly<Record<string, string>>

/** Hosts that may be named: nobody's, this machine, standards and the vendors' own pages. */
const known = [
  /(^|\.)(example\.(com|org|net)|example|test|invalid|localhost)$/,
  // Every cloud's own, and no network's: what a forged address asks for.
  /^169\.254\.169\.254$/,
  /^(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\])$/,
  /^(www\.)?(w3\.org|rfc-editor\.org|json-schema\.org|schemas\.openid\.net|unicode\.org|postgresql\.org)$/,
  /(^|\.)(ondayzero\.com|zuora\.com|pydantic\.dev)$/,
]

/** What ties a file to one machine or one network: it would not hold on a fresh one. */
export function tiesIn(files: Files): string[] {
  return Object.entries(files).flatMap(([path, content]) =>
    content.split('\n').flatMap((line, index) => {
      const where = `${path}:${index + 1}`
      const paths =
        line.match(/(?<![\w.~-])\/(home|Users|work|mnt)\/[\w.-]+|\b[A-Z]:\\\\?\w+/g) ?? []
      const hosts = [...line.matchAll(/\bhttps?:\/\/([^/\s'"`<>)\],;?#\\]+)/g)]
        .map(([, host = '']) =>
          host
            .replace(/^[^@]*@/, '')
            .replace(/:(\d+|\$\{.*)?$/, '')
            .replace(/\.$/, ''),
        )
        .filter((host) => host.includes('.') && !host.includes('$'))
        .filter((host) => !known.some((pattern) => pattern.test(host)))
      return [
        ...paths.map((found) => `${where} names a place on one machine: ${found}`),
        ...hosts.map((found) => `${where} names a host: ${found}`),
      ]
    }),
  )
}
