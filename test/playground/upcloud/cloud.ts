import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { createSimulatedClock } from '../../../playground/clock.ts'
import { createUpcloud, type UpcloudOptions } from '../../../playground/upcloud/simulator.ts'
import type { UpcloudAccount } from '../../../playground/upcloud/world.ts'

export const service = '0ab2f83f-03f3-4c48-9a38-0a3e89c6d024'
export const base = '/1.3/object-storage-2'
export const jobs = `${base}/${service}/jobs`
export const buckets = `${base}/${service}/buckets`

export const account: UpcloudAccount = {
  username: 'ferry',
  password: 'example-password',
  token: 'ucat_EXAMPLENOTREAL',
  services: [{ uuid: service, name: 'archive-service', buckets: [{ name: 'archive', objects: 10, bytes: 1_000 }] }],
  sources: { keys: [{ accessKey: 'SRCEXAMPLEAK', secretKey: 'exampleSourceSecret' }] },
}

/** The smallest correct body for a creation. */
export const creation = {
  name: 'photos',
  type: 'data-migration',
  source: {
    ...{ endpoint: 's3.amazonaws.com', region: 'us-east-1', bucket: 'photos' },
    ...{ access_key_id: 'SRCEXAMPLEAK', secret_access_key: 'exampleSourceSecret' },
  },
  target: { bucket: 'archive' },
}

const jsonSchema = z.union([z.array(z.record(z.string(), z.unknown())), z.record(z.string(), z.unknown())])

type CallOptions = { body?: unknown; authorization?: string | null }

/** Starts a simulator whose time stands still until a test moves it, and a client with a token. */
export async function startCloud(options: Partial<UpcloudOptions> = {}) {
  const clock = createSimulatedClock(Date.UTC(2026, 0, 5, 2), () => 0)
  const simulator = createUpcloud({ clock, accounts: [account], ...options })
  const { url, stop } = await simulator.listen()
  onTestFinished(stop)
  const raw = (method: string, target: string, call: CallOptions = {}) => {
    const { authorization = `Bearer ${account.token}` } = call
    const headers = { 'content-type': 'application/json', ...(authorization !== null && { authorization }) }
    const body = typeof call.body === 'string' ? call.body : JSON.stringify(call.body)
    return fetch(url + target, { method, headers, ...(call.body !== undefined && { body }) })
  }
  const call = async (method: string, target: string, more: CallOptions = {}) => {
    const response = await raw(method, target, more)
    const text = await response.text()
    const body = text ? jsonSchema.parse(JSON.parse(text)) : undefined
    return { status: response.status, type: response.headers.get('content-type'), headers: response.headers, body }
  }
  const show = async (uuid: string) => (await call('GET', `${jobs}/${uuid}`)).body
  return { clock, simulator, url, raw, call, show }
}
