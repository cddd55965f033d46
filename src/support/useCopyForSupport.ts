import { supportText } from '#text/supportText.ts'
import { useCopy } from '#ui/notices/useCopy.ts'
import { bundleOf, type SupportFacts } from './bundle.ts'

/** Copies what support needs to find a submission, and nothing that anybody typed. */
export function useCopyForSupport(): (facts: SupportFacts) => Promise<void> {
  const copy = useCopy()
  return (facts) => copy(bundleOf(facts), supportText.copied)
}
