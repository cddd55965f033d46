/** Where signing in starts, on the way back to this page as it is now. */
export function signInAddress({ pathname, search }: Location): string {
  return `/auth/sign-in?${new URLSearchParams({ returnTo: pathname + search })}`
}
