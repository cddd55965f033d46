import { gatewayText } from '#text/gatewayText.ts'

/**
 * What somebody sees who was not signed in. It says nothing of why, but that there were too many, and
 * holds nothing they sent.
 */
export function failedPage(reference: string, isBusy: boolean): string {
  const { title, busy, again, code } = gatewayText.signInFailed
  const why = isBusy ? busy : gatewayText.signInFailed.why
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>${title}</title>
  </head>
  <body>
    <h1>${title}</h1>
    <p>${why}</p>
    <p><a href="/auth/sign-in">${again}</a></p>
    <p>${code(reference)}</p>
  </body>
</html>
`
}
