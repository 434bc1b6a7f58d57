import type { Identity } from './credentials.ts'

/** The Authorization header. UpCloud discourages Basic, but accepts it. */
export function authorizationOf(identity: Identity): string {
  if (identity.type === 'token') return `Bearer ${identity.token}`
  return `Basic ${Buffer.from(`${identity.username}:${identity.password}`).toString('base64')}`
}
