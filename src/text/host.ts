/** The host of an endpoint, with its port, spelled as it was typed. */
export function hostOf(endpoint: string): string {
  return endpoint.replace(/^https?:\/\//i, '').replace(/\/$/, '')
}
