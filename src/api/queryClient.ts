import { QueryClient } from '@tanstack/react-query'
import { ApiError } from '#contract/api/apiError.ts'

/** Reads are repeated when that may help; writes never are, their repeat is the outbox's business. */
export function deskQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < 2 && mayPass(error),
        retryDelay: (failures) => 400 * 2 ** failures,
        staleTime: 30_000,
        // A missing answer shows that we are offline; the browser's own guess is often wrong.
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}

function mayPass(error: Error): boolean {
  if (!(error instanceof ApiError)) return false
  const { failure } = error
  if (failure.kind === 'gatewayUnreachable') return true
  return failure.refusal.kind === 'backendUnreachable' || failure.refusal.kind === 'outcomeUnknown'
}
