import { z } from 'zod'
import { defined } from '../../../defined.ts'
import { blameClock } from '../../http/clock-skew.ts'
import type { BodyStream } from '../../http/exchange.ts'
import type { CallOptions, ProviderEnvironment } from '../../provider.ts'
import type { AccessKeys } from '../client/sign.ts'
import { readObsProblem } from './problems.ts'
import { type AddressStyle, encodedName, signReading } from './sign.ts'

const label = 'Huawei Cloud OBS'
/** How far Ferry's clock may be off, in milliseconds. OBS refuses more than 15 minutes (OBS API reference). */
const largestSkewMs = 15 * 60_000

/** Where OBS answers for an account. A custom endpoint gets the bucket in its path, as in Huawei's SDKs. */
export type ObsEndpoint = { url: URL; isCustom: boolean }
export type StoredObject = { bucket: string; key: string }
type Reader = { account: string; environment: ProviderEnvironment; endpoint: ObsEndpoint; keys: AccessKeys }

/** Reads one object of a bucket while it arrives. This is the only call that Ferry makes to OBS. */
export async function readObject<Text>(
  { account, environment, endpoint, keys }: Reader,
  object: StoredObject,
  { read, ...options }: CallOptions & { ref?: string; read(body: BodyStream): Promise<Text> },
): Promise<Text> {
  const { url, ...reading } = addressOf(endpoint, object)
  try {
    const answer = await environment.fetchJson({
      about: { provider: label, account, ...defined({ ref: options.ref }) },
      method: 'GET',
      url,
      headers: { accept: '*/*', ...signReading(reading, keys, new Date(environment.clock.now())) },
      secrets: [keys.accessKey, keys.secretKey],
      schema: z.custom<Text>(),
      read,
      readError: readObsProblem,
      requestIdHeader: 'x-obs-request-id',
      ...defined({ signal: options.signal }),
    })
    return answer.body
  } catch (error) {
    throw blameClock(error, { now: environment.clock.now(), largestSkewMs })
  }
}

/**
 * The URL of an object, and what is signed of it. The bucket goes into the path if its name has a dot, which would make
 * it a host that no certificate of OBS covers.
 */
export function addressOf({ url: endpoint, isCustom }: ObsEndpoint, { bucket, key }: StoredObject) {
  const style: AddressStyle = isCustom || bucket.includes('.') ? 'path' : 'host'
  const resource = `/${bucket}/${encodedName(key)}`
  const url = new URL(endpoint)
  if (style === 'host') url.host = `${bucket}.${endpoint.host}`
  url.pathname = style === 'host' ? `/${encodedName(key)}` : resource
  return { url, style, resource }
}
