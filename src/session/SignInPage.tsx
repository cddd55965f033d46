import { sessionText } from '#text/sessionText.ts'
import { Button } from '#ui/basics/Button.tsx'
import { EmptyState } from '#ui/layout/EmptyState.tsx'
import { useSession } from './SessionContext.ts'
import { signInAddress } from './signInAddress.ts'

/** The page before sign-in. */
export function SignInPage() {
  const { leave } = useSession()
  return (
    <main>
      <EmptyState
        level={1}
        title={sessionText.signIn.title}
        body={sessionText.signIn.body}
        actions={
          <Button tone="primary" onClick={() => leave(signInAddress(location))}>
            {sessionText.signIn.go}
          </Button>
        }
      />
    </main>
  )
}
