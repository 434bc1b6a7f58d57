import { createHmac } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { headerOf } from '../gateway.ts'

export type ObsAuthorization = { scheme: 'OBS' | 'AWS'; accessKey: string; signature: string }

/** The parts of OBS's `Authorization` header. Undefined for OMS's header, and if there is none. */
export function parseObsAuthorization(headers: IncomingHttpHeaders): ObsAuthorization | undefined {
  const [, scheme, accessKey, signature] =
    /^(OBS|AWS) ([^:\s]+):(\S+)$/.exec(headerOf(headers, 'authorization') ?? '') ?? []
  if (accessKey === undefined || signature === undefined) return undefined
  return { scheme: scheme === 'OBS' ? 'OBS' : 'AWS', accessKey, signature }
}

/**
 * OBS's signature of a request without parameters, according to its API reference. `resource` is `/bucket/object`,
 * still encoded.
 */
export function obsSignatureOf(
  { method, headers, resource }: { method: string; headers: IncomingHttpHeaders; resource: string },
  { scheme, secretKey }: { scheme: ObsAuthorization['scheme']; secretKey: string },
): string {
  const prefix = scheme === 'OBS' ? 'x-obs-' : 'x-amz-'
  const own = Object.keys(headers)
    .filter((name) => name.startsWith(prefix))
    .toSorted()
  const isDatedThere = own.includes(`${prefix}date`)
  const text = [
    method,
    headerOf(headers, 'content-md5') ?? '',
    headerOf(headers, 'content-type') ?? '',
    isDatedThere ? '' : (headerOf(headers, 'date') ?? ''),
    ...own.map((name) => `${name}:${headerOf(headers, name)?.trim()}`),
    resource,
  ].join('\n')
  return createHmac('sha1', secretKey).update(text).digest('base64')
}

export function obsSignedAt(headers: IncomingHttpHeaders): number {
  return Date.parse(
    headerOf(headers, 'x-obs-date') ?? headerOf(headers, 'x-amz-date') ?? headerOf(headers, 'date') ?? '',
  )
}
