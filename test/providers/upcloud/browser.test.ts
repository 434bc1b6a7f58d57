import { expect, test } from 'vitest'
import type { Browser } from '../../../src/providers/provider.ts'
import { failure } from '../cloud.ts'
import type { Received, Reply } from '../local-server.ts'
import { callsOf, openAccount, serviceUuid } from './open-account.ts'
import { notFound, realService } from './samples.ts'

const account = {
  account: { credits: 9972.2324, username: 'ferry', resource_limits: { managed_object_storages: 100 } },
}
const own = { ...realService, uuid: serviceUuid, name: 'archive', operational_state: 'running' }

test('shows whose account it is, and of which service', async () => {
  const { browser, server } = await openBrowser(({ path }) => ({ body: path.endsWith('/account') ? account : own }))
  expect(await browser.facts?.({})).toEqual([
    { label: 'Account', value: 'ferry' },
    { label: 'Service', value: 'archive' },
    { label: 'Region', value: 'europe-1' },
    { label: 'State', value: 'running' },
    { label: 'Endpoint', value: 'e4r2i.upcloudobjects.com' },
  ])
  expect(callsOf(server)).toEqual(['GET /account', 'GET '])
})

test('shows everything useful about a service, and no private endpoint', async () => {
  const endpoints = [{ type: 'private', domain_name: 'inside.example.com' }]
  const bare = { uuid: serviceUuid, endpoints }
  const { browser } = await openBrowser(({ path }) => ({ body: path.endsWith('/account') ? { account: {} } : bare }))
  expect(await browser.facts?.({})).toEqual([{ label: 'Service', value: serviceUuid }])
})

test('says if the service does not exist', async () => {
  const { browser } = await openBrowser(({ path }) =>
    path.endsWith('/account') ? { body: account } : { status: 404, body: notFound },
  )
  expect(await browser.facts?.({})).toEqual([
    { label: 'Account', value: 'ferry' },
    { label: 'Service', value: `${serviceUuid}, which this account does not have` },
  ])
})

// A page in front of the API, or a wrong endpoint, knows nothing of services.
test('does not say so if the 404 is not from UpCloud', async () => {
  const { browser } = await openBrowser(({ path }) =>
    path.endsWith('/account') ? { body: account } : { status: 404, body: {} },
  )
  expect((await failure(browser.facts?.({}) ?? Promise.resolve())).code).toBe('provider_refused')
})

test('tries wrong credentials once', async () => {
  const body = { error: { error_code: 'AUTHENTICATION_FAILED', error_message: 'authentication failed' } }
  const { browser, server } = await openBrowser(() => ({ status: 401, body }))
  expect((await failure(browser.facts?.({}) ?? Promise.resolve())).code).toBe('provider_denied')
  expect(server.received).toHaveLength(1)
})

test('shows all services of the account, with the connected one marked', async () => {
  const others = Array.from({ length: 149 }, (_, index) => ({ uuid: `service-${index}`, name: null }))
  const all = [...others, { ...own, uuid: serviceUuid.toUpperCase() }]
  const { browser, server } = await openBrowser(({ query }) => {
    const offset = Number(query.get('offset'))
    return { body: all.slice(offset, offset + Number(query.get('limit') ?? 10)) }
  })
  const services = (await browser.services?.({})) ?? []
  expect(services).toHaveLength(150)
  expect(services[0]).toEqual({ id: 'service-0', isOwn: false })
  expect(services.filter(({ isOwn }) => isOwn)).toEqual([
    { id: serviceUuid.toUpperCase(), name: 'archive', region: 'europe-1', state: 'running', isOwn: true },
  ])
  expect(server.received).toHaveLength(2)
})

test('shows the buckets of its service and their contents, without buckets that are being deleted', async () => {
  const bucket = { deleted: false, name: 'archive', total_objects: 12, total_size_bytes: 9_000 }
  const { browser, server } = await openBrowser(() => ({
    body: [bucket, { ...bucket, name: 'gone', deleted: true }, { name: 'new', total_objects: null }],
  }))
  expect(await browser.buckets?.({}, {})).toEqual([{ name: 'archive', objects: 12, bytes: 9_000 }, { name: 'new' }])
  expect(callsOf(server)).toEqual(['GET /buckets'])
})

test('leaves out what it cannot read, and the log says so', async () => {
  const odd = [{ uuid: null }, { name: 12, deleted: 'perhaps' }, 'gone']
  const { browser, warnings } = await openBrowser(({ path }) => ({
    body: path.endsWith('/buckets') ? [{ name: 'archive' }, {}] : [own, ...odd],
  }))
  expect(await browser.services?.({})).toHaveLength(1)
  expect(warnings).toHaveLength(3)
  expect(await browser.buckets?.({}, {})).toEqual([{ name: 'archive' }])
  expect(warnings).toHaveLength(4)
})

async function openBrowser(answer: (received: Received) => Reply) {
  const opened = await openAccount(answer)
  const browser: Browser = opened.connection.browse ?? {}
  return { ...opened, browser }
}
