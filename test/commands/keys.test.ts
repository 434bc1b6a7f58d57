import { beforeEach, describe, expect, test } from 'vitest'
import { readable, typedBy } from '../views/readable.ts'
import { createDesk, type Desk, problemsIn, shownIn } from './desk.ts'

const pair = { accessKey: 'EXAMPLEACCESSKEY1234', secretKey: 'not-a-real-secret' }
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
})

describe('keys add', () => {
  const add = (answers: Record<string, string>, text = 'keys add') => desk.types(text, { answers })

  test('opens a form and stores its answers', async () => {
    expect((await desk.types('keys add')).reply.type).toBe('form')
    expect((await add({ name: ' Photos Read ', ...pair })).reply.type).toBe('form done')
    expect(await desk.tools.store.storageKeys.get('photos-read')).toEqual({
      name: 'photos-read',
      secret: pair,
      createdBy: 'U1',
      createdAt: desk.clock.now(),
    })
  })

  test('returns to the form that needed a key', async () => {
    const form = shownIn((await desk.types('keys add --for "start prod-hw/1912"')).reply)
    expect(form).toMatchObject({
      private_metadata: '{"command":"keys add","channel":"C1","returnTo":"start prod-hw/1912"}',
    })
    const { reply } = await add({ name: 'one', ...pair }, 'keys add --for "start prod-hw/1912"')
    expect(reply).toMatchObject({ type: 'form done', reopen: 'start prod-hw/1912' })
  })

  test.each([
    ['a name that cannot be typed', { name: 'päss wörd!', ...pair }, 'name'],
    ['a secret for a name', { name: 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY12', ...pair }, 'name'],
    ['a name that is too long', { name: 'x'.repeat(41), ...pair }, 'name'],
    ['no name', { ...pair }, 'name'],
    ['half a pair', { name: 'one', accessKey: 'EXAMPLE' }, 'secretKey'],
    ['the other half', { name: 'one', secretKey: 'no' }, 'accessKey'],
    ['nothing', { name: 'one' }, 'accessKey'],
    ['blanks', { name: 'one', accessKey: ' ', secretKey: ' ' }, 'accessKey'],
    ['only a session token', { name: 'one', sessionToken: 'no' }, 'accessKey'],
    ['two ways at once', { name: 'one', ...pair, connectionString: 'AccountName=a' }, 'accessKey'],
    ['a key file that is no JSON', { name: 'one', jsonKeyFile: '{"type":' }, 'jsonKeyFile'],
    ['a key file that is a list', { name: 'one', jsonKeyFile: '[1]' }, 'jsonKeyFile'],
    ['a key file that is null', { name: 'one', jsonKeyFile: 'null' }, 'jsonKeyFile'],
  ])('refuses %s at its question', async (_, answers, question) => {
    const outcome = await add(answers)
    expect(Object.keys(problemsIn(outcome) ?? {})).toEqual([question])
    expect((await desk.tools.store.storageKeys.list()).items).toEqual([])
  })

  test.each([
    ['a pair', pair],
    ['a temporary pair', { ...pair, sessionToken: 'not-a-token' }],
    ['a connection string', { connectionString: 'AccountName=a' }],
    ['a key file', { jsonKeyFile: '{"type":"service_account"}' }],
  ])('keeps %s', async (_, secret) => {
    await add({ name: 'one', ...secret })
    expect((await desk.tools.store.storageKeys.get('one'))?.secret).toEqual(secret)
  })

  test('does not overwrite a key of the same name', async () => {
    await desk.addKey('one')
    expect(problemsIn(await add({ name: 'ONE', ...pair }))).toEqual({
      name: 'There is already a key with this name. Remove it first: /migrate keys remove one',
    })
  })
})

describe('keys', () => {
  test('are listed without their secrets, by the last characters of the access key', async () => {
    await desk.types('keys add', { answers: { name: 'two', ...pair, sessionToken: 'not-a-token' } })
    await desk.types('keys add', { answers: { name: 'azure', connectionString: 'AccountName=a' } })
    const lines = await desk.reads('keys')
    expect(lines).toEqual([
      '*2 storage keys*',
      '`azure` · Azure connection string',
      'added by <@U1> 2026-11-21 12:00 UTC',
      '`two` · temporary access key …1234',
      'added by <@U1> 2026-11-21 12:00 UTC',
      '[Add a key]',
      '(Operators can remove one with `/migrate keys remove` and its name.)',
    ])
  })

  test('are removed after a confirmation', async () => {
    await desk.addKey('one')
    expect((await desk.reads('keys remove ONE'))[0]).toMatch(/^Remove the storage key `one`\?/)
    expect(await desk.tools.store.storageKeys.get('one')).toBeDefined()
    await desk.types('keys remove one --yes')
    expect(await desk.tools.store.storageKeys.get('one')).toBeUndefined()
  })

  test.each([
    ['keys remove', 'usage'],
    ['keys remove nobody', 'storage_key_not_found'],
    ['keys frobnicate', 'storage_key_not_found'],
  ])('%s: %s', async (text, code) => expect((await desk.types(text)).code).toBe(code))
})

describe('a storage key that is named', () => {
  beforeEach(async () => {
    for (const name of ['photos-read', 'photos-write', 'media-read', 'archive']) await desk.addKey(name)
    await desk.types('keys add', { user: 'U2', answers: { name: 'theirs', ...pair } })
    await desk.addAccount()
  })

  test.each(['keys photos-read', 'keys PHOTOS-R…', 'key photos-read please'])(
    'is shown to everybody, and its removal is offered to those who may: %s',
    async (text) => {
      const { reply } = await desk.types(text)
      expect(readable(shownIn(reply)).slice(0, 2)).toEqual(['*1 storage key*', '`photos-read` · access key …read'])
      expect(typedBy(shownIn(reply))).toMatchObject({ 'Remove…': 'keys remove photos-read', 'All keys': 'keys' })
      const seen = typedBy(shownIn((await desk.types(text, { user: 'U0MEMBER' })).reply))
      expect(seen).toEqual({ 'All keys': 'keys' })
    },
  )

  test('can be the start of several', async () => {
    const lines = await desk.reads('keys photos')
    expect(lines[0]).toBe('*2 storage keys* that begin with `photos`')
    expect(lines.filter((line) => line.startsWith('`'))).toHaveLength(2)
    expect((await desk.reads('keys photos-read now and then'))[0]).toContain('does not understand `and` and `then`')
  })

  test('is one of the person’s own if they say so', async () => {
    const lines = await desk.reads('keys me', { user: 'U2' })
    expect(lines.slice(0, 2)).toEqual(['*1 storage key* · added by you', '`theirs` · access key …1234'])
    expect(lines.join('\n')).not.toContain('media-read')
    expect((await desk.reads('keys mine', { user: 'U0MEMBER' }))[0]).toBe('You have added no storage key.')
  })

  test('is an account', async () => {
    const { reply } = await desk.types('keys prod-hw')
    expect(readable(shownIn(reply))[0]).toBe(
      ':warning: `prod-hw` is an account, not a storage key. The credentials of an account are never shown.',
    )
    expect(typedBy(shownIn(reply))).toEqual({ 'The account': 'accounts prod-hw', 'Storage keys': 'keys' })
  })

  test.each([
    ['keys phtos-read', 'keys photos-read'],
    ['keys ad', 'keys add'],
    ['keys remov archive', 'keys remove archive'],
    ['keys remove archiv --yes', 'keys remove archive'],
  ])('or mistyped is offered: %s', async (text, meant) => {
    const { reply } = await desk.types(text)
    expect(readable(shownIn(reply))[0]).toContain(`Did you mean \`${meant}\`?`)
    expect(Object.values(typedBy(shownIn(reply)))).toContain(meant)
  })

  test('and was removed is answered with who did it', async () => {
    await desk.types('keys remove archive --yes', { user: 'U2' })
    expect((await desk.reads('keys archive')).join('\n')).toContain('(<@U2> removed it 20')
  })
})
