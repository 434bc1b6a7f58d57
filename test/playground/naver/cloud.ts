import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { createSimulatedClock } from '../../../playground/clock.ts'
import { signatureOf } from '../../../playground/naver/signature.ts'
import { createNaver, type NaverOptions } from '../../../playground/naver/simulator.ts'
import type { NaverAccount } from '../../../playground/naver/world.ts'

export const account: NaverAccount = {
  name: 'main',
  accessKey: 'NCPEXAMPLEACCESSKEY1',
  secretKey: 'example-ncp-secret-key-not-real',
  sources: { keys: [{ accessKey: 'SRCEXAMPLEAK', secretKey: 'exampleSourceSecret' }] },
}

export const policies = '/migration-api/v1/policies'
export const policy = '/migration-api/v1/policy'

const source = {
  ...{ sourceCspType: 'AWS', regionName: 'ap-southeast-2', bucketName: 'photos' },
  ...{ accessKey: 'SRCEXAMPLEAK', secretKey: 'exampleSourceSecret' },
}

/** The smallest correct body for a creation. */
export const creation = { title: 'photos-policy', source, target: { bucketName: 'archive' } }

type CallOptions = {
  body?: unknown
  by?: Pick<NaverAccount, 'accessKey' | 'secretKey'>
  signedAt?: number
  /** Further headers. An empty text removes one. */
  headers?: Record<string, string>
}

const answerSchema = z.record(z.string(), z.unknown())

/** Starts a simulator whose time stands still until a test moves it, and a client that signs. */
export async function startCloud(options: Partial<NaverOptions> = {}) {
  const clock = createSimulatedClock(Date.UTC(2026, 0, 5, 2), () => 0)
  const simulator = createNaver({ clock, accounts: [account], ...options })
  const { url, stop } = await simulator.listen()
  onTestFinished(stop)
  const raw = (method: string, target: string, call: CallOptions = {}) => {
    const headers = headersFor({ method, target, now: clock.now() }, call)
    const body = typeof call.body === 'string' ? call.body : JSON.stringify(call.body)
    return fetch(url + target, { method, headers, ...(call.body !== undefined && { body }) })
  }
  const call = async (method: string, target: string, more: CallOptions = {}) => {
    const response = await raw(method, target, more)
    const text = await response.text()
    const body = text ? answerSchema.parse(JSON.parse(text)) : undefined
    return { status: response.status, headers: response.headers, body }
  }
  const show = async (title: string) => (await call('GET', `${policy}/${encodeURIComponent(title)}`)).body ?? {}
  return { clock, simulator, url, raw, call, show }
}

function headersFor(line: { method: string; target: string; now: number }, call: CallOptions) {
  const { accessKey, secretKey } = call.by ?? account
  const timestamp = String(call.signedAt ?? line.now)
  const headers = {
    'content-type': 'application/json',
    'x-ncp-apigw-timestamp': timestamp,
    'x-ncp-iam-access-key': accessKey,
    'x-ncp-apigw-signature-v2': signatureOf({ ...line, timestamp, accessKey }, secretKey),
    'x-ncp-region_code': 'KR',
    ...call.headers,
  }
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''))
}
