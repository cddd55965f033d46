import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { withFirstAnswers } from '#api/firstAnswers.ts'
import { App } from '#app/App.tsx'
import '@fontsource-variable/inter/wght.css'
import '#ui/tokens.css'
import '#ui/base.css'

function mount(): void {
  const root = document.getElementById('root')
  if (root)
    createRoot(root).render(
      <StrictMode>
        <App
          send={withFirstAnswers((request) => fetch(request), document)}
          origin={location.origin}
          leave={(address) => location.assign(address)}
        />
      </StrictMode>,
    )
}

// Out of the browser's cache the script may come before the body of its page was read.
if (document.getElementById('root')) mount()
else document.addEventListener('readystatechange', mount, { once: true })
