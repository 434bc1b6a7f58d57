import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { sample } from '../migrations/sample.ts'
import { keyAnswers } from '../providers/huawei/open-account.ts'
import { filledIn, readable, typedBy } from '../views/readable.ts'
import { createDesk, type Desk, problemsIn, shownIn } from './desk.ts'

let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
})

const answers = { name: 'prod-hw', ...keyAnswers }

async function kept(): Promise<string[]> {
  return (await desk.tools.store.accounts.list()).items.map(({ name }) => name)
}

describe('connect', () => {
  test('opens a form, with the typed name filled in', async () => {
    expect(filledIn(shownIn((await desk.types('connect')).reply)).name).toBeUndefined()
    expect(filledIn(shownIn((await desk.types('connect Huawei')).reply)).name).toBeUndefined()
    expect(filledIn(shownIn((await desk.types('connect Prod-HW')).reply)).name).toBe('prod-hw')
  })

  test('checks the account with one call, stores it and makes the poller look', async () => {
    const { reply } = await desk.types('connect huawei', { answers: { ...answers, name: ' Prod HW ' } })
    expect(reply.type).toBe('form done')
    expect(desk.cloud.calls).toEqual(['check prod-hw'])
    expect(desk.looks).toEqual(['prod-hw'])
    expect(await desk.tools.store.accounts.get('prod-hw')).toEqual({
      name: 'prod-hw',
      provider: 'huawei',
      credentials: keyAnswers,
      facts: { region: 'cn-north-4', 'project ID': keyAnswers.projectId, 'access key': '…00AK' },
      createdBy: 'U1',
      createdAt: desk.clock.now(),
    })
  })

  test.each([
    [{ name: 'ä' }, ['name']],
    [{ name: 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY12' }, ['name']],
    [{ region: 'mars-1' }, ['region']],
    [{ projectId: 'short', secretKey: '' }, ['projectId', 'secretKey']],
    [{ omsEndpoint: 'ftp://x' }, ['omsEndpoint']],
    [{ omsEndpoint: 'https://elsewhere.example' }, ['omsEndpoint']],
    [{ iamEndpoint: 'https://elsewhere.example' }, ['iamEndpoint']],
    [{ omsEndpoint: 'https://allowed.example', iamEndpoint: 'https://elsewhere.example' }, ['iamEndpoint']],
  ])('refuses %o at its questions, and makes no call', async (changes, questions) => {
    const outcome = await desk.types('connect huawei', { answers: { ...answers, ...changes } })
    expect(Object.keys(problemsIn(outcome) ?? {}).sort()).toEqual(questions)
    expect(desk.cloud.calls).toEqual([])
    expect(await kept()).toEqual([])
  })

  test('takes an endpoint that the operator allows', async () => {
    await desk.types('connect huawei', { answers: { ...answers, omsEndpoint: 'https://allowed.example' } })
    expect(await kept()).toEqual(['prod-hw'])
  })

  test.each([
    [
      new AppError('provider_denied', { provider: 'Huawei Cloud OMS', account: 'prod-hw' }),
      'Huawei Cloud OMS did not accept the credentials of account `prod-hw`. Correct them and submit the form again.',
    ],
    [
      new AppError('provider_unreachable', { provider: 'Huawei Cloud OMS' }),
      'Huawei Cloud OMS is not responding. As far as Ferry knows, nothing has changed. Try again in a minute. Ferry keeps following watched migrations.',
    ],
  ])('shows a refusal at a secret, so that nothing typed is lost, and stores nothing', async (error, problem) => {
    desk.cloud.breaks('prod-hw', 'check', { error })
    const outcome = await desk.types('connect huawei', { answers })
    expect(problemsIn(outcome)).toEqual({ secretKey: problem })
    expect(await kept()).toEqual([])
    expect(desk.looks).toEqual([])
  })

  test('does not overwrite an account of the same name by accident', async () => {
    await desk.addAccount()
    expect(problemsIn(await desk.types('connect huawei', { answers }))).toEqual({
      name: 'There is already an account with this name. To connect it again, type /migrate connect prod-hw.',
    })
  })
})

describe('connect again', () => {
  test('fills in everything but the secrets, and replaces the account', async () => {
    await desk.addAccount()
    const form = shownIn((await desk.types('connect PROD-HW')).reply)
    expect(filledIn(form)).toMatchObject({ name: 'prod-hw', region: 'cn-north-4', accessKey: keyAnswers.accessKey })
    expect(JSON.stringify(form)).not.toContain(keyAnswers.secretKey)
    expect(form).toMatchObject({ private_metadata: '{"command":"connect prod-hw","channel":"C1"}' })
    await desk.types('connect prod-hw', { answers: { ...answers, region: 'cn-east-3' } })
    expect((await desk.tools.store.accounts.get('prod-hw'))?.credentials.region).toBe('cn-east-3')
  })

  test('repairs an account whose credentials can no longer be decrypted', async () => {
    await desk.addAccount()
    desk.losesAccount('prod-hw')
    const form = shownIn((await desk.types('connect prod-hw')).reply)
    expect(form).toMatchObject({ private_metadata: '{"command":"connect prod-hw","channel":"C1"}' })
    expect((await desk.types('connect prod-hw', { answers })).reply.type).toBe('form done')
    expect((await desk.types('list')).code).toBe('ok')
  })

  test('cannot take the name of another account', async () => {
    await desk.addAccount('prod-hw')
    await desk.addAccount('test-hw')
    const outcome = await desk.types('connect prod-hw', { answers: { ...answers, name: 'test-hw' } })
    expect(Object.keys(problemsIn(outcome) ?? {})).toEqual(['name'])
  })
})

describe('disconnect', () => {
  test('asks for confirmation, and says how many watches will end', async () => {
    await desk.addAccount()
    desk.cloud.add(sample())
    await desk.types('watch 1912…')
    const { reply } = await desk.types('disconnect PROD-HW')
    expect(readable(shownIn(reply)).slice(0, 2)).toEqual([
      'Disconnect `prod-hw`?',
      'Ferry forgets its credentials. 1 watch of its migrations will end. The migrations themselves continue in the cloud.',
    ])
    expect(typedBy(shownIn(reply))).toEqual({ Disconnect: 'disconnect prod-hw --yes', 'Keep it': 'accounts' })
    expect(await kept()).toEqual(['prod-hw'])
  })

  test('removes the account and its watches, and nothing else', async () => {
    for (const account of ['prod-hw', 'test-hw']) {
      await desk.addAccount(account)
      desk.cloud.add(sample({ account }))
      await desk.types(`watch ${account}/1912…`)
    }
    await desk.types('disconnect prod-hw --yes')
    expect(await kept()).toEqual(['test-hw'])
    expect((await desk.tools.store.watches.list()).items.map(({ account }) => account)).toEqual(['test-hw'])
  })

  test('also removes an account whose credentials can no longer be decrypted', async () => {
    await desk.addAccount()
    desk.losesAccount('prod-hw')
    expect((await desk.types('disconnect prod-hw')).code).toBe('ok')
    expect((await desk.types('disconnect prod-hw --yes')).code).toBe('ok')
  })

  test.each([
    ['disconnect', 'usage'],
    ['disconnect prod-hx', 'account_not_found'],
    ['disconnect prod-hx --yes', 'account_not_found'],
  ])('%s: %s', async (text, code) => {
    await desk.addAccount()
    expect((await desk.types(text)).code).toBe(code)
    expect(await kept()).toEqual(['prod-hw'])
  })
})

test('accounts are listed by name, without secrets', async () => {
  await desk.addAccount('test-hw')
  await desk.addAccount('prod-hw')
  await desk.knows()
  expect(await desk.reads('accounts')).toEqual([
    '*2 accounts* connected',
    '`prod-hw` · Huawei Cloud OMS · region `cn-north-4`',
    'connected by <@U1> 1970-01-01 00:00 UTC',
    '`test-hw` · Huawei Cloud OMS · region `cn-north-4`',
    'connected by <@U1> 1970-01-01 00:00 UTC',
    '[Connect another]',
  ])
})
