import { zodResolver } from '@hookform/resolvers/zod'
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { useForm } from 'react-hook-form'
import { Route } from 'wouter'
import * as z from 'zod/mini'

/** What the libraries cost before there is a desk: one form, nothing around it. */
const schema = z.object({ name: z.string(), email: z.string(), notes: z.string() })

function Form() {
  const { data } = useQuery({
    queryKey: ['empty'],
    queryFn: () => ({ name: '', email: '', notes: '' }),
  })
  const { register, handleSubmit } = useForm({ resolver: zodResolver(schema), values: data })
  return (
    <form onSubmit={(event) => void handleSubmit(() => {})(event)}>
      <label>
        Name <input {...register('name')} />
      </label>
      <label>
        Email <input {...register('email')} />
      </label>
      <label>
        Notes <textarea {...register('notes')} />
      </label>
      <button type="submit">Save</button>
    </form>
  )
}

createRoot(document.getElementById('root')!).render(
  <QueryClientProvider client={new QueryClient()}>
    <Route>
      <Form />
    </Route>
  </QueryClientProvider>,
)
