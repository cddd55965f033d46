import type { Send } from '#contract/backend/send.ts'
import { errorCodeOf } from '#server/errorCode.ts'
import { startText } from '#text/startText.ts'
import { callbackPath, providerOf } from './provider.ts'
import { newSecret } from './secret.ts'
import type { SignInSettings } from '#server/config/signInSettings.ts'

const says = startText.provider

/** Whether people can be sent to the provider, as a sentence for the operator. */
export async function checkProvider(
  settings: SignInSettings,
  send: Send,
): Promise<{ isWell: boolean; sentence: string }> {
  const { issuer, publicUrl } = settings
  try {
    await providerOf(settings, send, () => new Date()).signInAddress(newSecret())
    return { isWell: true, sentence: says.answers(issuer, publicUrl + callbackPath) }
  } catch (error) {
    const reason = errorCodeOf(error) || (error instanceof Error ? error.message : String(error))
    return { isWell: false, sentence: says.fails(issuer, reason) }
  }
}
