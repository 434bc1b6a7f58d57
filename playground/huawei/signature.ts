import { createHash, createHmac } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** A request as received. `target` is the path and query, still encoded. */
export type SignedRequest = { method: string; target: string; headers: IncomingHttpHeaders; body: Buffer }

export type Authorization = { accessKey: string; signedHeaders: readonly string[]; signature: string }

const ALGORITHM = 'SDK-HMAC-SHA256'
const FORM = new RegExp(`^${ALGORITHM} Access=([^,\\s]+), ?SignedHeaders=([^,\\s]+), ?Signature=([0-9a-f]{64})$`)

/** The three parts of an AK/SK `Authorization` header. Undefined for anything else. */
export function parseAuthorization(header: string | undefined): Authorization | undefined {
  const [, accessKey, names, signature] = FORM.exec(header ?? '') ?? []
  if (!accessKey || !names || !signature) return undefined
  return { accessKey, signedHeaders: names.split(';'), signature }
}

/** Huawei's SDK-HMAC-SHA256 according to its description: no derived key, no scope, hex of one HMAC. */
export function signatureOf(request: SignedRequest, signedHeaders: readonly string[], secretKey: string): string {
  const text = [ALGORITHM, headerText(request, 'x-sdk-date'), sha256(canonicalRequest(request, signedHeaders))].join(
    '\n',
  )
  return createHmac('sha256', secretKey).update(text).digest('hex')
}

/** Epoch milliseconds of a time such as `20240416T095341Z`. Undefined for any other format. */
export function signedAt(request: SignedRequest): number | undefined {
  const form = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/
  const stamp = headerText(request, 'x-sdk-date')
  const at = form.test(stamp) ? Date.parse(stamp.replace(form, '$1-$2-$3T$4:$5:$6Z')) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}

function canonicalRequest(request: SignedRequest, signedHeaders: readonly string[]): string {
  const url = new URL(request.target, 'http://gateway')
  return [
    request.method,
    canonicalPath(url.pathname),
    canonicalQuery(url.searchParams),
    ...signedHeaders.toSorted().map((name) => `${name}:${headerText(request, name)}`),
    '',
    signedHeaders.toSorted().join(';'),
    bodyHash(request),
  ].join('\n')
}

/** The path as it is signed. It always ends in `/`, unlike the URL that is sent. */
function canonicalPath(path: string): string {
  const encoded = path.split('/').map((segment) => encode(decodeURIComponent(segment)))
  return encoded.join('/').replace(/\/?$/, '/')
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .toSorted(([nameA, valueA], [nameB, valueB]) => order(nameA, nameB) || order(valueA, valueB))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&')
}

function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}

/** Encodes text by RFC 3986. Unlike `encodeURIComponent`, it also encodes `!*'()`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!*'()]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** The hash of the body. SDKs can leave the body unsigned, and say so in a signed header. */
function bodyHash(request: SignedRequest): string {
  return headerText(request, 'x-sdk-content-sha256') === 'UNSIGNED-PAYLOAD' ? 'UNSIGNED-PAYLOAD' : sha256(request.body)
}

function headerText(request: SignedRequest, name: string): string {
  return [request.headers[name] ?? ''].flat().join(',').trim()
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}
