const anywhere = 'http://desk.invalid'

/** Where to go after signing in: the page of the desk that was asked for, or `/` for all else. */
export function returnToOf(asked: string | undefined): string {
  // Browsers drop tabs and line ends and take \ for /, so what may stand here is counted up.
  if (!asked || asked.length > 2048 || !/^\/[\w\-.~!$&'()*+,;=:@%/?#[\]]*$/.test(asked)) return '/'
  // Like a browser, dots in the path included.
  if (!URL.canParse(asked, anywhere)) return '/'
  const { origin, pathname, search, hash } = new URL(asked, anywhere)
  const isPage = /^\/(w(\/.*)?)?$/.test(pathname) && !/\/\/|%2f|%5c/i.test(pathname)
  return origin === anywhere && isPage ? pathname + search + hash : '/'
}
