import { createHash, createHmac } from 'node:crypto'
import { defined } from '../../../defined.ts'

export type AccessKeys = {
  accessKey: string
  secretKey: string
  /** Session token of temporary keys. */
  securityToken?: string
}

/** A request to sign. All `headers` are signed and must be sent as they are; `body` is the exact text sent. */
export type Signable = { method: string; url: URL; headers: Readonly<Record<string, string>>; body?: string }

/**
 * The headers to send, signature included (SDK-HMAC-SHA256). Pure. The gateway refuses a date more than 15 minutes off
 * its own.
 */
export function signRequest(request: Signable, keys: AccessKeys, at: Date): Record<string, string> {
  const date = at.toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const headers = {
    ...request.headers,
    'X-Sdk-Date': date,
    ...defined({ 'X-Security-Token': keys.securityToken }),
  }
  const signed = canonicalHeaders({ ...headers, host: request.url.host })
  const names = signed.map(([name]) => name).join(';')
  const canonicalRequest = [
    request.method,
    canonicalPath(request.url),
    canonicalQuery(request.url),
    ...signed.map(([name, value]) => `${name}:${value}`),
    '',
    names,
    sha256(request.body ?? ''),
  ].join('\n')
  const signature = createHmac('sha256', keys.secretKey)
    .update([algorithm, date, sha256(canonicalRequest)].join('\n'))
    .digest('hex')
  const authorization = `${algorithm} Access=${keys.accessKey}, SignedHeaders=${names}, Signature=${signature}`
  return { ...headers, Authorization: authorization }
}

const algorithm = 'SDK-HMAC-SHA256'

function canonicalHeaders(headers: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(headers)
    .map(([name, value]): [string, string] => [name.toLowerCase(), value.trim()])
    .toSorted(([a], [b]) => compare(a, b))
}

/** The path as it is signed. It ends in a slash even if the path that is sent does not. */
function canonicalPath(url: URL): string {
  const path = url.pathname
    .split('/')
    .map((segment) => encode(decodeURIComponent(segment)))
    .join('/')
  return path.endsWith('/') ? path : `${path}/`
}

function canonicalQuery(url: URL): string {
  return [...url.searchParams]
    .toSorted(([nameA, a], [nameB, b]) => compare(nameA, nameB) || compare(a, b))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&')
}

/** URL-encodes a text more strictly than encodeURIComponent, which leaves !'()* alone. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
