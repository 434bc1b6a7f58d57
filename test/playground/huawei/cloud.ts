import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { createSimulatedClock } from '../../../playground/clock.ts'
import { createHuawei, type HuaweiAccount, type HuaweiOptions } from '../../../playground/huawei/simulator.ts'

export const project = '2c0689c860ad4728a497c91ec0844383'
export const otherProject = '9d1f7a54c0de4f2b8a6e3c5d7b901234'

export const account: HuaweiAccount = {
  projectId: project,
  region: 'cn-north-4',
  accessKey: 'HWEXAMPLEAK0000000AK',
  secretKey: 'exampleSecretKey0000000000000000000000SK',
  storageKeys: [{ accessKey: 'SRCEXAMPLEAK', secretKey: 'exampleSourceSecret' }],
  iamUsers: [{ domain: 'example-domain', user: 'ferry', password: 'example-password' }],
}

export const otherAccount: HuaweiAccount = {
  projectId: otherProject,
  region: 'ap-southeast-1',
  accessKey: 'HWEXAMPLEAK0000000BK',
  secretKey: 'exampleSecretKey0000000000000000000000BK',
  iamUsers: [{ domain: 'example-domain', user: 'ferry', password: 'example-password' }],
}

/** The smallest correct body for a creation. */
export const creation = {
  enable_kms: false,
  src_node: {
    ...{ cloud_type: 'Aliyun', region: 'cn-hangzhou', bucket: 'photos', object_key: [''] },
    ...{ ak: 'SRCEXAMPLEAK', sk: 'exampleSourceSecret' },
  },
  dst_node: { region: 'cn-north-4', bucket: 'archive', ak: account.accessKey, sk: account.secretKey },
}

export const startKeys = {
  ...{ src_ak: 'SRCEXAMPLEAK', src_sk: 'exampleSourceSecret' },
  ...{ dst_ak: account.accessKey, dst_sk: account.secretKey },
}

type CallOptions = {
  body?: unknown
  query?: Record<string, string>
  headers?: Record<string, string>
  by?: HuaweiAccount
  signedAt?: number
}

const answerSchema = z.record(z.string(), z.unknown())

/** Starts a simulator whose time stands still until a test moves it, and a client that signs as Huawei's SDK does. */
export async function startCloud(options: Partial<HuaweiOptions> = {}) {
  const clock = createSimulatedClock(Date.UTC(2026, 0, 5, 2), () => 0)
  const simulator = createHuawei({ clock, accounts: [account, otherAccount], ...options })
  const { url, stop } = await simulator.listen()
  onTestFinished(stop)
  const raw = (method: string, path: string, call: CallOptions = {}) => {
    const target = `${url}${path}${call.query ? `?${new URLSearchParams(call.query)}` : ''}`
    const headers = call.headers ?? sign({ method, url, path, now: clock.now() }, call)
    return fetch(target, { method, headers, ...(call.body !== undefined && { body: textOf(call.body) }) })
  }
  const call = async (method: string, path: string, more: CallOptions = {}) => {
    const response = await raw(method, path, more)
    const text = await response.text()
    const body = text ? answerSchema.parse(JSON.parse(text)) : undefined
    return { status: response.status, headers: response.headers, body }
  }
  const tasks = `/v2/${project}/tasks`
  const show = async (id: string) => (await call('GET', `${tasks}/${id}`)).body ?? {}
  const groups = `/v2/${project}/taskgroups`
  const showGroup = async (id: string) => (await call('GET', `${groups}/${id}`)).body ?? {}
  const syncs = `/v2/${project}/sync-tasks`
  const showSync = async (id: string) =>
    (await call('GET', `${syncs}/${id}`, { query: { query_time: String(clock.now()) } })).body ?? {}
  return { clock, simulator, url, raw, call, tasks, show, groups, showGroup, syncs, showSync }
}

export function sign(target: { method: string; url: string; path: string; now: number }, call: CallOptions = {}) {
  const { accessKey, secretKey, securityToken, projectId } = call.by ?? account
  const headers = {
    'content-type': 'application/json',
    'X-Project-Id': projectId,
    'X-Sdk-Date': new Date(call.signedAt ?? target.now).toISOString().replace(/[-:]|\.\d+/g, ''),
    ...(securityToken && { 'X-Security-Token': securityToken }),
  }
  const request = { method: target.method, endpoint: target.url + target.path, headers, queryParams: call.query ?? {} }
  const signed = AKSKSigner.sign(
    { ...request, ...(call.body !== undefined && { data: call.body }) },
    {
      getAk: () => accessKey,
      getSk: () => secretKey,
      processAuthRequest: async (_client, unchanged) => unchanged,
      processAuthParams: async () => Promise.reject(new Error('not used')),
    },
  )
  return z.record(z.string(), z.string()).parse(signed)
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body)
}
