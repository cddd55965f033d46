import { useQuery } from '@tanstack/react-query'
import { useApi } from '#api/ApiContext.ts'
import { sentenceOfError } from '#contract/api/apiErrorText.ts'
import { settingsText } from '#text/settingsText.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/layout/Banner.tsx'
import { Button } from '#ui/basics/Button.tsx'
import { VisuallyHidden } from '#ui/basics/VisuallyHidden.tsx'
import { Skeleton } from '#ui/layout/Skeleton.tsx'
import { factsOf } from './factsOf.ts'
import { Facts, Lengths } from './Facts.tsx'
import css from './ConnectionDetails.module.css'
import { settingsQuery } from './settingsQuery.ts'
import { TestConnection } from './TestConnection.tsx'

/** How a workspace is configured, and whether its connection works. The gateway decides who sees it. */
export function ConnectionDetails({ workspace }: { workspace: string }) {
  const settings = useQuery(settingsQuery(useApi(), workspace))
  if (settings.data)
    return (
      <>
        <TestConnection settings={settings.data} />
        <div className={css.groups}>
          {factsOf(settings.data).map((group) => (
            <Facts key={group.title} {...group} />
          ))}
        </div>
        <Lengths fields={settings.data.fields} />
      </>
    )
  if (settings.error)
    return (
      <Banner
        tone="trouble"
        actions={
          <Button size="small" onClick={() => void settings.refetch()}>
            {text.trouble.retry}
          </Button>
        }
      >
        {settingsText.failed} {sentenceOfError(settings.error)}
      </Banner>
    )
  return (
    <div className={css.loading} aria-busy="true">
      <VisuallyHidden>{settingsText.loading}</VisuallyHidden>
      <Skeleton width="100%" />
      <Skeleton width="80%" />
      <Skeleton width="60%" />
    </div>
  )
}
