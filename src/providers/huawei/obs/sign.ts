import { createHmac } from 'node:crypto'
import { defined } from '../../../defined.ts'
import type { AccessKeys } from '../client/sign.ts'

/**
 * How a bucket is addressed: in the host or in the path. Huawei's documents sign the host style with the word OBS; its
 * SDKs sign the path style with AWS.
 */
export type AddressStyle = 'host' | 'path'

/**
 * A request to read one object, without parameters. `resource` is `/bucket/object`, with the object's name URL-encoded.
 */
export type ObjectReading = { resource: string; style: AddressStyle }

/** The headers of a signed GET (OBS API reference, "Authentication of Signature in a Header"). Pure. */
export function signReading({ resource, style }: ObjectReading, keys: AccessKeys, at: Date): Record<string, string> {
  const { scheme, tokenHeader } = schemes[style]
  const date = at.toUTCString()
  const token = keys.securityToken
  const signed = [
    'GET',
    // Content-MD5 and Content-Type are empty: there is no body.
    '',
    '',
    date,
    ...(token === undefined ? [] : [`${tokenHeader}:${token}`]),
    resource,
  ].join('\n')
  const signature = createHmac('sha1', keys.secretKey).update(signed).digest('base64')
  return {
    Date: date,
    ...defined({ [tokenHeader]: token }),
    Authorization: `${scheme} ${keys.accessKey}:${signature}`,
  }
}

const schemes = {
  host: { scheme: 'OBS', tokenHeader: 'x-obs-security-token' },
  path: { scheme: 'AWS', tokenHeader: 'x-amz-security-token' },
} as const

/** A name as it stands in a URL: slashes stay; all other characters that RFC 3986 does not leave alone are encoded. */
export function encodedName(name: string): string {
  return encodeURIComponent(name.toWellFormed())
    .replaceAll('%2F', '/')
    .replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}
