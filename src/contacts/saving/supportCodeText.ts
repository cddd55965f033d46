import { supportCodeOf } from '#contract/api/supportCode.ts'
import { text } from '#text/text.ts'

/** What a notice about this submission says below: by that it is found in the log. */
export function supportCodeText(submissionId: string): string {
  return text.save.code(supportCodeOf(submissionId))
}
