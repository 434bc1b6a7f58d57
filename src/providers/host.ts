/** The host of an endpoint, with its port, in the spelling that it was typed in. */
export function hostOf(endpoint: string): string {
  return endpoint.replace(/^https?:\/\//i, '').replace(/\/$/, '')
}
