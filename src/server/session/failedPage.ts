import { gatewayText } from '#text/gatewayText.ts'

/**
 * The page after a failed sign-in. It does not say why, except for too many attempts, and repeats
 * nothing of the request.
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
