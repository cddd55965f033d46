import { Building2, Contact, ScrollText, Settings2, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { Link, useSearchParams } from 'wouter'
import { text } from '#text/text.ts'
import css from './Navigation.module.css'
import { pages } from './routes.tsx'
import { formatPath, type Place } from './paths.ts'

const icons: Record<string, LucideIcon> = {
  customers: Building2,
  log: ScrollText,
  settings: Settings2,
}

/** The links to the desk and to the pages beside it. The way back to the desk leads to where one was. */
export function Navigation({ place }: { place: Place }) {
  const { workspace, page: current } = place
  const [params] = useSearchParams()
  const desk = formatPath({ workspace, customer: null, panel: null })
  const query = params.toString()
  const here = formatPath(place) + (query ? `?${query}` : '')
  const [left, setLeft] = useState(desk)
  if (!current && left !== here) setLeft(here)

  return (
    <ul className={css.list}>
      <Entry to={current ? left : desk} label={text.desk.desk} Icon={Contact} current={!current} />
      {[...pages].map(([name, { label }]) => (
        <Entry
          key={name}
          to={formatPath({ workspace, customer: null, panel: null, page: name })}
          label={label}
          Icon={icons[name]}
          current={current === name}
        />
      ))}
    </ul>
  )
}

interface EntryProps {
  to: string
  label: string
  Icon: LucideIcon | undefined
  current: boolean
}

function Entry({ to, label, Icon, current }: EntryProps) {
  return (
    <li className={css.entry}>
      <Link className={css.link} to={to} aria-current={current ? 'page' : undefined}>
        {Icon && <Icon size={18} aria-hidden />}
        {label}
      </Link>
    </li>
  )
}
