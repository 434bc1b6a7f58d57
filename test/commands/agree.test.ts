import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { naver } from '../../src/providers/naver/index.ts'
import { upcloud } from '../../src/providers/upcloud/index.ts'
import { addAccount, type Browsable, makeBrowsable, refused, waysFrom } from './browsable.ts'
import { createDesk, type Desk } from './desk.ts'

let desk: Desk
let cloud: Browsable
const ways = (text: string) => waysFrom(desk, text)
const add = (provider: 'huawei' | 'naver' | 'upcloud', name: string) => addAccount(desk, provider, name)

beforeEach(async () => {
  desk = await createDesk()
  cloud = makeBrowsable(desk, [huawei, naver, upcloud])
})

describe('agree', () => {
  beforeEach(async () => {
    await add('huawei', 'prod-hw')
    await add('naver', 'media-nv')
  })

  test('is offered if a cloud refuses calls until its statement is accepted', async () => {
    cloud.failures.clouds = refused('OMS.1010')
    cloud.failures.facts = refused('OMS.1010')
    expect((await ways('browse prod-hw'))['Read and accept']).toBe('agree prod-hw')
    cloud.failures.clouds = refused('OMS.0202')
    expect(await ways('browse prod-hw')).not.toHaveProperty('Read and accept')
  })

  test('is not offered if the cloud has no such statement', async () => {
    desk.tools.providers = desk.tools.providers.map((provider) => ({ ...provider, hasPrivacyStatement: false }))
    cloud.failures.clouds = refused('OMS.1010')
    cloud.failures.facts = refused('OMS.1010')
    expect(await ways('browse prod-hw')).not.toHaveProperty('Read and accept')
  })

  test('explains what it means, and accepts nothing without confirmation', async () => {
    const lines = await desk.reads('agree prod-hw')
    expect(lines).toEqual([
      '*Accept the privacy statement of Huawei Cloud OMS for `prod-hw`?*',
      'You accept it on behalf of the owner of that cloud account. Ferry can’t undo this.',
      'Ferry doesn’t have the text. Read it first: sign in to the console of Huawei Cloud OMS with this account.',
      '[Accept for the owner (primary)] [Not now]',
    ])
    expect(cloud.calls).toEqual([])
  })

  test('accepts after confirmation', async () => {
    expect((await desk.reads((await ways('agree prod-hw'))['Accept for the owner'] ?? ''))[0]).toMatch(
      /is accepted for/,
    )
    expect(cloud.calls).toEqual(['agree prod-hw'])
  })

  test('requires an admin, and the audit records it', async () => {
    expect((await desk.types('agree prod-hw --yes', { user: 'U9' })).code).toBe('not_allowed')
    expect(cloud.calls).toEqual([])
    await desk.types('agree prod-hw --yes')
    const lines: string[] = []
    for await (const { verb, subject = '–', outcome } of desk.tools.store.audit.oldestFirst()) {
      lines.push(`${verb} ${subject} ${outcome}`)
    }
    expect(lines).toEqual(['agree – refused', 'agree prod-hw begun', 'agree prod-hw done'])
  })

  test('says after a lost answer that it can be repeated', async () => {
    cloud.failures.agree = new AppError('provider_outcome_unknown', { provider: huawei.label })
    expect((await ways('agree prod-hw --yes'))['Accept again']).toBe('agree prod-hw --yes')
  })

  test('says that there is nothing to accept if the cloud has no statement', async () => {
    expect((await desk.reads('agree media-nv --yes'))[0]).toMatch(/^NAVER Cloud Object Migration has no privacy/)
    expect(cloud.calls).toEqual([])
  })

  test.each([
    ['agree', 'usage'],
    ['agree prod-hx --yes', 'account_not_found'],
  ])('%s: %s', async (text, code) => expect((await desk.types(text)).code).toBe(code))
})
