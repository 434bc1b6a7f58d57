import { createHmac } from 'node:crypto'
import type { AccessKeys } from '../sign.ts'

/**
 * How a bucket is addressed: as a part of the host, or of the path. Huawei's documents sign the former with the word OBS,
 * and its SDKs the latter with AWS.
 */
export type AddressStyle = 'host' | 'path'

/** A reading of one object, without parameters. `resource` is `/bucket/object`, the object's name URL-encoded. */
export type ObjectReading = { resource: string; style: AddressStyle }

/** The headers of a signed GET (OBS API reference, "Authentication of Signature in a Header"). Pure. */
export function signReading({ resource, style }: ObjectReading, keys: AccessKeys, at: Date): Record<string, string> {
  const { scheme, tokenHeader } = schemes[style]
  const date = at.toUTCString()
  const token = keys.securityToken
  const signed = [
    'GET',
    // Neither Content-MD5 nor Content-Type: there is no body.
    '',
    '',
    date,
    ...(token === undefined ? [] : [`${tokenHeader}:${token}`]),
    resource,
  ].join('\n')
  const signature = createHmac('sha1', keys.secretKey).update(signed).digest('base64')
  return {
    Date: date,
    ...(token === undefined ? {} : { [tokenHeader]: token }),
    Authorization: `${scheme} ${keys.accessKey}:${signature}`,
  }
}

const schemes = {
  host: { scheme: 'OBS', tokenHeader: 'x-obs-security-token' },
  path: { scheme: 'AWS', tokenHeader: 'x-amz-security-token' },
} as const

/** A name as it stands in a URL: slashes stay, all else that RFC 3986 does not leave alone is encoded. */
export function encodedName(name: string): string {
  return encodeURIComponent(name.toWellFormed())
    .replaceAll('%2F', '/')
    .replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}
