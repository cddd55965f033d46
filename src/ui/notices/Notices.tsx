import {
  createContext,
  use,
  useCallback,
  useMemo,
  useRef,
  useState,
  type ComponentType,
  type ReactNode,
} from 'react'
import { createPortal } from 'react-dom'
import { useTopLayer } from '#ui/overlay/dialogStack.ts'
import type { Notice, NoticeListProps } from './notice.ts'

interface Notices {
  /** Tells the outcome of something; returns what takes the notice away again. */
  showNotice(notice: Notice): () => void
}

const NoticesContext = createContext<Notices | null>(null)

export function useNotices(): Notices {
  const notices = use(NoticesContext)
  if (!notices) throw new Error('useNotices needs a NoticesProvider around it')
  return notices
}

interface Props {
  /** What shows them; it may come later, and what was said until then is said when it is there. */
  List: ComponentType<NoticeListProps>
  children: ReactNode
}

/** Keeps what was said and shows it over the page, or inside the dialog that makes the page inert. */
export function NoticesProvider({ List, children }: Props) {
  const [said, setSaid] = useState<readonly (Notice & { id: number })[]>([])
  const count = useRef(0)
  const layer = useTopLayer()

  const dismiss = useCallback((id: number) => {
    setSaid((notices) => notices.filter((notice) => notice.id !== id))
  }, [])

  const notices = useMemo<Notices>(
    () => ({
      showNotice(notice) {
        const id = ++count.current
        setSaid((earlier) => withRoom([...earlier, { ...notice, id }]))
        return () => dismiss(id)
      },
    }),
    [dismiss],
  )

  const list = <List notices={said} onDismiss={dismiss} />
  return (
    <NoticesContext value={notices}>
      {children}
      {layer ? createPortal(list, layer) : list}
    </NoticesContext>
  )
}

/** More than three would cover the page; troubles are never pushed out. */
function withRoom<Said extends Notice>(notices: readonly Said[]): readonly Said[] {
  const oldest = notices.length > 3 && notices.find(({ tone }) => tone === 'done')
  return oldest ? notices.filter((notice) => notice !== oldest) : notices
}
