import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from '#app/App.tsx'
import '@fontsource-variable/inter/wght.css'
import '#ui/tokens.css'
import '#ui/base.css'

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <App
        send={(request) => fetch(request)}
        origin={location.origin}
        leave={(address) => location.assign(address)}
      />
    </StrictMode>,
  )
