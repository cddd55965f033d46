import { Component, type ReactNode } from 'react'
import { text } from '#text/text.ts'
import { Button } from '#ui/basics/Button.tsx'
import { EmptyState } from '#ui/layout/EmptyState.tsx'

/** Where bugs end: a page that says what is safe, instead of a blank one. */
export class Crash extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false }

  static getDerivedStateFromError() {
    return { crashed: true }
  }

  override render() {
    if (!this.state.crashed) return this.props.children
    return (
      <main>
        <EmptyState
          level={1}
          title={text.desk.crashed}
          body={text.desk.crashedBody}
          actions={
            <Button tone="primary" onClick={() => location.reload()}>
              {text.desk.reload}
            </Button>
          }
        />
      </main>
    )
  }
}
