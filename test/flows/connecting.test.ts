import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from './person.ts'
import { readingOf } from './reading.ts'
import { accountFields, cloudAccount, connectAccount, iamUser, keepKey, projectId, sourceKey } from './setup.ts'
import { createStage, modes, type Stage } from './stage.ts'

describe.each(modes)('connecting, over %s', (mode) => {
  let stage: Stage
  let engineer: Person
  beforeAll(async () => {
    stage = await createStage({ mode })
    engineer = stage.person()
  })
  afterAll(() => stage.stop())

  const connectForm = async (words = 'huawei --step other') => {
    await engineer.types(`connect ${words}`)
    return engineer.faces('Connect Huawei Cloud OMS')
  }

  test('before an account is connected, every command says how to connect one', async () => {
    for (const command of ['status 1912…', 'list', 'pause 191297407830872', 'watch 1912…']) {
      await engineer.types(command)
      const answer = await engineer.hears('No cloud account is connected yet')
      await engineer.presses('Connect an account', answer)
      await engineer.faces('Connect Huawei Cloud OMS')
    }
    await engineer.types('accounts')
    await engineer.hears('No cloud account is connected yet. Connect one')
  })

  test('the form asks for what nearly everybody needs, and for the rest behind a button that keeps what was typed', async () => {
    await engineer.types('connect')
    const short = await engineer.faces('Connect Huawei Cloud OMS')
    const inputs = short.payload.blocks.filter(({ type }) => type === 'input')
    expect(inputs.map(({ block_id, optional }) => [block_id, optional])).toEqual(
      ['name', 'region', 'projectId', 'accessKey', 'secretKey'].map((name) => [name, false]),
    )
    expect(readingOf(short)).not.toContain('Another one, given below')
    await engineer.presses('Other ways to sign in', short)
    const whole = await engineer.faces('IAM password')
    expect(whole.id).toBe(short.id)
    expect(readingOf(whole)).not.toContain('Other ways to sign in')
  })

  test('a problem in the form is shown at its question, before any call', async () => {
    const form = await connectForm()
    const fields = accountFields('Prod HW!', stage.cloudUrl)
    const result = await engineer.sends(form, { ...fields, 'Project ID': 'abc', 'Secret key': null })
    expect(result.errors).toEqual({
      name: 'Use 1 to 40 letters, digits and dashes, such as prod-hw.',
      projectId: 'A project ID has 32 characters, digits and a to f.',
      secretKey: 'The secret key is missing.',
    })
    expect(stage.cloudCalls('/')).toEqual([])
  })

  test('an endpoint that the operator has not allowed is refused before any call', async () => {
    const fields = { ...accountFields('elsewhere', stage.cloudUrl), 'Custom OMS endpoint': 'https://oms.example.com' }
    const { errors } = await engineer.sends(await connectForm(), fields)
    expect(errors?.omsEndpoint).toContain('The endpoint oms.example.com is not allowed')
    expect(errors?.omsEndpoint).toContain('ENDPOINT_ALLOWLIST')
    expect(stage.cloudCalls('/')).toEqual([])
  })

  test('a wrong secret is an error in the form, which keeps its answers, and costs exactly one call', async () => {
    const form = await connectForm()
    const fields = { ...accountFields('prod-hw', stage.cloudUrl), 'Secret key': 'example-wrong-secret' }
    const { errors } = await engineer.sends(form, fields)
    expect(errors?.secretKey).toContain('did not accept the credentials')
    expect(engineer.entries()).toMatchObject({ name: 'prod-hw', projectId, accessKey: cloudAccount.accessKey })
    // Five refused signatures lock an access key at Huawei, so Ferry must never repeat a refused call.
    expect(stage.cloudCalls('/tasks')).toMatchObject([{ status: 401 }])

    await engineer.sends(form, { 'Secret key': cloudAccount.secretKey })
    await engineer.learns('`prod-hw` is connected')
    expect(engineer.modals()).toEqual([])
  })

  test('an IAM user works instead of keys', async () => {
    const fields = { ...accountFields('by-user', stage.cloudUrl), 'Access key': null, 'Secret key': null }
    const login = { 'IAM domain': iamUser.domain, 'IAM user': iamUser.user, 'IAM password': iamUser.password }
    await engineer.sends(await connectForm(), { ...fields, ...login })
    await engineer.learns('`by-user` is connected')
    expect(stage.cloudCalls('/v3/auth/tokens')).toMatchObject([{ status: 201 }])
  })

  test('accounts lists them without secrets', async () => {
    await engineer.types('accounts')
    const list = readingOf(await engineer.hears('*2 accounts* connected'))
    expect(list).toContain(`\`prod-hw\` · Huawei Cloud OMS · region \`${cloudAccount.region}\``)
    expect(list).toContain('access key `…0001`')
    expect(list).toContain('IAM user `example-domain/migrator`')
    expect(list).toContain('connected by <@U0ENGINEER>')
    expect(list).not.toContain(cloudAccount.secretKey)
  })

  test('a name in use is refused, and connecting that account again keeps everything but the secrets', async () => {
    const taken = await engineer.sends(await connectForm(), accountFields('prod-hw', stage.cloudUrl))
    expect(taken.errors?.name).toContain('/migrate connect prod-hw')
    await connectForm('prod-hw')
    expect(engineer.entries()).toMatchObject({
      name: 'prod-hw',
      projectId,
      region: cloudAccount.region,
      secretKey: null,
    })
    const [form] = engineer.modals()
    if (form !== undefined) await engineer.sends(form, { 'Secret key': cloudAccount.secretKey })
    await engineer.learns('`prod-hw` is connected')
  })

  test('disconnecting asks for confirmation, and then the account is unknown', async () => {
    await engineer.types('disconnect by-user')
    const question = await engineer.hears('Disconnect `by-user`?')
    await engineer.presses('Disconnect', question)
    await engineer.hears('`by-user` is disconnected')
    await engineer.types('list by-user')
    await engineer.hears('`by-user` is not a state, a kind or an account.')
    await engineer.types('list prod-h')
    await engineer.hears('Did you mean `prod-hw`?')
  })

  test('storage keys are added, listed and removed, and only the end of an access key is ever shown', async () => {
    await keepKey(engineer, 'photos-read', sourceKey)
    await engineer.types('keys add')
    const again = await engineer.sends(await engineer.faces('Add a storage key'), {
      'Key name': 'photos-read',
      'Access key': sourceKey.accessKey,
    })
    expect(again.errors).toEqual({
      name: 'There is already a key with this name. Remove it first: /migrate keys remove photos-read',
      secretKey: 'Fill in both the access key and the secret key.',
    })
    await engineer.types('keys')
    const list = await engineer.hears('*1 storage key*')
    expect(readingOf(list)).toContain('`photos-read` · access key …EY01')
    expect(readingOf(list)).not.toContain(sourceKey.accessKey)

    await engineer.types('keys remove photos-read')
    await engineer.presses('Remove', await engineer.hears('Remove the storage key `photos-read`?'))
    await engineer.hears('`photos-read` is removed')
    await engineer.types('keys remove photos-read')
    await engineer.hears('There is no storage key named `photos-read` here.')
  })

  test('only the person who typed a command sees the answer', async () => {
    await connectAccount(stage.person('U0LEAD'), stage.cloudUrl, 'of-lead')
    const forAll = stage.slack.world.messages.get('C0MIGRATIONS')?.filter(({ only_for }) => only_for === undefined)
    expect(forAll).toEqual([])
  })
})
