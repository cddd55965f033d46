import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState } from 'react'
import { createRoot } from 'react-dom/client'

interface Person {
  id: string
  name: string
  email: string
  phone: string
  role: string
  primary: boolean
}

/** A list of people as bare as it gets: no state but the rows, no style, no check of what came. */
function List() {
  const [people, setPeople] = useState<Person[]>([])
  const scroller = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- one list, nothing memoised around it
  const rows = useVirtualizer({
    count: people.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 40,
  })

  async function open() {
    setPeople(await peopleFrom(await fetch('/contacts')))
  }

  async function add() {
    const made = await peopleFrom(await fetch('/contacts', { method: 'POST' }))
    setPeople([...made, ...people])
    setPeople(await peopleFrom(await fetch('/contacts')))
  }

  async function makePrimary(id: string) {
    setPeople(people.map((person) => ({ ...person, primary: person.id === id })))
    await fetch('/contacts', { method: 'POST' })
  }

  return (
    <>
      <button type="button" onClick={() => void open()}>
        Open
      </button>
      <button type="button" onClick={() => void add()}>
        Save
      </button>
      <div ref={scroller} style={{ height: 600, overflow: 'auto' }}>
        <div style={{ height: rows.getTotalSize() }}>
          <table style={{ translate: `0 ${rows.getVirtualItems()[0]?.start ?? 0}px` }}>
            <tbody>
              {rows.getVirtualItems().map(({ index, key }) => {
                const person = people[index]!
                return (
                  <tr key={key} style={{ height: 40 }}>
                    <td>{person.name}</td>
                    <td>{person.email}</td>
                    <td>{person.phone}</td>
                    <td>{person.role}</td>
                    <td>
                      {person.primary ? (
                        'Primary'
                      ) : (
                        <button type="button" onClick={() => void makePrimary(person.id)}>
                          Make primary
                        </button>
                      )}
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      </div>
    </>
  )
}

async function peopleFrom(response: Response): Promise<Person[]> {
  return (await response.json()) as Person[]
}

createRoot(document.getElementById('root')!).render(<List />)
