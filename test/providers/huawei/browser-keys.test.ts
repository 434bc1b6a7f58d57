import { describe, expect, test } from 'vitest'
import { entryOf } from '../../../src/catalogue/index.ts'
import type { Browser } from '../../../src/providers/provider.ts'
import { failure } from '../cloud.ts'
import { refusal } from './open-account.ts'
import { bodyOf, cdn, here, inAliyun, openBrowser, secret, top, withCdnKey } from './open-browser.ts'

describe('keys', () => {
  test.each([
    ['Google', { jsonKeyFile: '{"type":"example"}' }, { json_auth_file: '{"type":"example"}' }],
    ['Azure', { connectionString: 'AccountName=example' }, { connection_string: 'AccountName=example' }],
    ['HEC', secret, { ak: secret.accessKey, sk: secret.secretKey }],
  ])('of %s are sent in its format', async (cloud, given, sent) => {
    const { browser, server } = await openBrowser(() => ({ body: ['a', 'a', null, 'b'] }))
    expect(await browser.buckets?.({ cloud, secret: given }, {})).toEqual([{ name: 'a' }, { name: 'b' }])
    expect(bodyOf(server.received[0])).toEqual({ cloud_type: cloud, ...sent })
  })

  test('of Tencent come with an app id', async () => {
    const { browser, server } = await openBrowser(() => ({ body: [] }))
    await browser.buckets?.({ cloud: 'Tencent', secret, appId: '1250000000' }, {})
    expect(bodyOf(server.received[0])).toMatchObject({ app_id: '1250000000' })
  })

  test('that are temporary can check a prefix', async () => {
    const { browser, server } = await openBrowser(() => ({ body: { exist: true } }))
    const query = { ...here, secret: { ...secret, sessionToken: 'exampleToken' }, prefix: 'a' }
    expect(await browser.hasPrefix?.(query, {})).toBe(true)
    expect(bodyOf(server.received[0])).toMatchObject({ security_token: 'exampleToken' })
  })

  const temporary = { ...secret, sessionToken: 'exampleToken' }
  test.each<[string, (browser: Browser) => Promise<unknown> | undefined, RegExp]>([
    ['none for the own cloud', (browser) => browser.buckets?.({}, {}), /HuaweiCloud needs a key pair/],
    ['half a pair', (browser) => browser.buckets?.({ cloud: 'AWS', secret: { accessKey: 'A' } }, {}), /AWS needs/],
    ['none for Google', (browser) => browser.buckets?.({ cloud: 'Google' }, {}), /Google needs a JSON key file/],
    ['none for Azure', (browser) => browser.buckets?.({ cloud: 'Azure' }, {}), /Azure needs a connection string/],
    ['Google’s for AWS', (browser) => browser.buckets?.({ cloud: 'AWS', secret: { jsonKeyFile: '{}' } }, {}), /Google/],
    [
      'Azure’s for AWS',
      (browser) => browser.buckets?.({ cloud: 'AWS', secret: { connectionString: 'a' } }, {}),
      /Azure/,
    ],
    ['no app id for Tencent', (browser) => browser.buckets?.({ cloud: 'Tencent', secret }, {}), /app_id/],
    ['a cloud without buckets', (browser) => browser.buckets?.({ cloud: 'URLSource', secret }, {}), /cloud_type/],
    ['a folder without a slash', (browser) => browser.objects?.({ ...top, folder: 'A' }, {}), /slash/],
    ['pages of nothing', (browser) => browser.objects?.({ ...top, limit: 0 }, {}), /page_size/],
    ['a long prefix', (browser) => browser.hasPrefix?.({ ...here, prefix: 'x'.repeat(1025) }, {}), /file_name/],
    ['temporary keys', (browser) => browser.buckets?.({ ...here, secret: temporary }, {}), /session token/],
    [
      'temporary ones, no region',
      (browser) => browser.hasPrefix?.({ ...inAliyun, secret: temporary, prefix: 'a' }, {}),
      /region/,
    ],
    ['a CDN without its key', (browser) => browser.cdn?.({ ...here, ...cdn }, {}), /CDN key/],
    [
      'a CDN without a pair',
      (browser) => browser.cdn?.({ ...here, secret: {}, ...cdn, authentication: 'NONE' }, {}),
      /pair/,
    ],
    [
      'an odd CDN',
      (browser) => browser.cdn?.({ ...withCdnKey, ...cdn, authentication: 'BASIC' }, {}),
      /authentication_type/,
    ],
  ])('are checked before any call: %s', async (_, ask, problem) => {
    const { browser, server } = await openBrowser(() => ({ body: [] }))
    const error = await failure(Promise.resolve(ask(browser)))
    expect(error).toMatchObject({ code: 'form_invalid', details: { problem: expect.stringMatching(problem) } })
    expect(server.received).toEqual([])
  })

  test('that a response quotes appear nowhere', async () => {
    const secrets = { ...withCdnKey.secret, connectionString: 'AccountName=example;AccountKey=c2VjcmV0' }
    const quoted = `The keys ${Object.values(secrets).join(' and ')} are wrong`
    const { browser } = await openBrowser(() => ({ status: 400, body: { error_code: 'OMS.0153', error_msg: quoted } }))
    const query = { ...here, cloud: 'Azure', secret: secrets, ...cdn }
    const { message, details } = await failure(Promise.resolve(browser.cdn?.(query, {})))
    for (const value of Object.values(secrets)) expect(JSON.stringify([message, details])).not.toContain(value)
  })
})

describe('a refusal', () => {
  // Reported as wrong credentials, the error would make people reconnect the account without need.
  test.each([
    ['OMS.0153', 400],
    ['S3M.0155', 400],
    ['OMS.1016', 400],
    ['S3M.1014', 401],
    ['OMS.0153', 401],
    ['OMS.0302', 403],
    ['OMS.1005', 400],
    ['TRF.0151', 401],
    ['OMS.0092', 400],
    ['OMS.1010', 400],
    ['S3M.0096', 401],
  ])('of a bucket is not one of the account, and has an explanation: %s with %i', async (code, status) => {
    const { browser } = await openBrowser(() => refusal(code, status))
    const error = await failure(Promise.resolve(browser.objects?.(top, {})))
    expect(error).toMatchObject({ code: 'provider_refused', details: { code } })
    expect(entryOf(code)).toBeDefined()
  })

  test.each([
    ['APIGW.0301', 401],
    ['OMS.0068', 400],
    ['OMS.9999', 401],
  ])('of the account is reported as such: %s', async (code, status) => {
    const { browser, server } = await openBrowser(() => refusal(code, status))
    expect((await failure(Promise.resolve(browser.buckets?.(here, {})))).code).toBe('provider_denied')
    expect(server.received).toHaveLength(1)
  })
})
