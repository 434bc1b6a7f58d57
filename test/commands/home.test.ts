import { expect, test } from 'vitest'
import { readHome } from '../../src/commands/home.ts'
import { AppError } from '../../src/errors/errors.ts'
import { afterFailure } from '../../src/fleet/health.ts'
import type { Migration } from '../../src/migrations/migration.ts'
import { readAt, sample } from '../migrations/sample.ts'
import { readable, typedBy } from '../views/readable.ts'
import { createDesk, workspace } from './desk.ts'
import { createOpenRequest, lead } from './open-request.ts'

const admin = { workspace, user: 'U1', isStranger: false, door: 'button' as const }

test('the home tab shows what waits for the person before what is watched', async () => {
  const { desk, id } = await createOpenRequest()
  const home = await readHome(admin, desk.tools)
  const lines = readable(home)
  const waits = lines.indexOf('*1 request waits for approval*')
  expect(waits).toBeGreaterThan(0)
  expect(lines[waits + 2]).toContain('1 of 2 approvals')
  expect(typedBy(home)).toMatchObject({ Review: `review ${id}`, 'List migrations': 'list' })
  expect(lines.findIndex((line) => line.startsWith('Nothing is watched'))).toBeGreaterThan(waits)

  const theirs = readable(await readHome({ ...admin, user: 'U2' }, desk.tools))
  expect(theirs).toContain('*1 request waits for your approval*')
  await desk.types(`reject ${id} no longer needed`, lead)
  expect(readable(await readHome(admin, desk.tools)).join()).not.toContain('approval*')
})

test('the home tab offers nothing that the person would be refused', async () => {
  const { desk } = await createOpenRequest()
  const member = { ...admin, user: 'U0MEMBER' }
  const offered = typedBy(await readHome(member, desk.tools))
  expect(offered).toMatchObject({ 'List migrations': 'list', 'Storage keys': 'keys', Help: 'help' })
  expect(Object.values(offered)).not.toContain('create')
  expect(Object.values(offered)).not.toContain('connect')
  await desk.types('roles give <@U0MEMBER> operator')
  expect(typedBy(await readHome(member, desk.tools))).toMatchObject({ 'New migration': 'create' })
})

/** A desk with two accounts, one of which its cloud refuses. */
async function deskWithRefusedAccount() {
  const desk = await createDesk()
  for (const name of ['prod-hw', 'prod-eu']) await desk.addAccount(name)
  const account = await desk.tools.store.accounts.get('prod-eu')
  if (account === undefined) throw new Error('The account is not there')
  const error = new AppError('provider_denied', { provider: 'Huawei Cloud OMS', account: 'prod-eu' })
  await desk.tools.store.health.set('prod-eu', afterFailure(undefined, error, { account, now: desk.clock.now() }))
  return desk
}

test('the home tab names an account that its cloud refuses, and offers to connect it again to whoever may', async () => {
  const desk = await deskWithRefusedAccount()
  const home = await readHome(admin, desk.tools)
  const lines = readable(home)
  expect(lines[1]).toBe('2 accounts connected, 1 can’t be read. You can type every command too: `/migrate help`')
  expect(lines[2]).toBe(':warning: *prod-eu*: Huawei Cloud OMS did not accept the credentials of account `prod-eu`.')
  expect(lines[3]).toContain('connect the account again')
  expect(lines[4]).toMatch(/^\(since 20.* · connected by <@U1>\)$/)
  expect(typedBy(home)).toMatchObject({ 'Connect again': 'connect prod-eu' })
  const member = await readHome({ ...admin, user: 'U0MEMBER' }, desk.tools)
  expect(readable(member)[2]).toBe(lines[2])
  expect(typedBy(member)).not.toHaveProperty('Connect again')
})

test('the home tab names an account whose record cannot be read, and speaks of none that has recovered', async () => {
  const desk = await deskWithRefusedAccount()
  await desk.addAccount('prod-eu')
  await desk.tools.store.health.delete('prod-eu')
  expect(readable(await readHome(admin, desk.tools)).join()).not.toContain('can’t be read')
  desk.losesAccount('prod-eu')
  const lines = readable(await readHome(admin, desk.tools))
  expect(lines[1]).toContain('2 accounts connected, 1 can’t be read.')
  expect(lines[2]).toContain('*prod-eu*: Ferry can’t read a stored record')
})

test('the home tab says once that an account cannot be read, not with each watch', async () => {
  const desk = await deskWithRefusedAccount()
  const migration = sample({ account: 'prod-eu', id: '191297407830003' })
  desk.cloud.add(migration)
  await desk.types(`watch prod-eu/${migration.id}`)
  await desk.hasListed(migration)
  const text = readable(await readHome(admin, desk.tools)).join()
  expect(text.split('did not accept the credentials')).toHaveLength(2)
  expect(text).toMatch(/Not followed since [\d :UTC-]+,/)
  expect(text).toContain('*1 watch*')
})

test('the home tab says why a watched migration failed, and offers what helps', async () => {
  const desk = await createDesk()
  await desk.addAccount()
  const failed = sample({ id: '191297407830001', state: 'failed', failure: { code: 'TRF.0055' } })
  const fine = sample({ id: '191297407830002' })
  for (const one of [failed, fine]) {
    desk.cloud.add(one)
    await desk.types(`watch prod-hw/${one.id}`)
  }
  await desk.hasListed(failed, fine)
  const home = await readHome(admin, desk.tools)
  const lines = readable(home)
  const at = lines.indexOf('*1 watched migration failed*')
  expect(at).toBeGreaterThan(0)
  expect(lines.slice(at).join('\n')).toMatch(
    /:x: Failed[\s\S]*\(`TRF\.0055`\)\n\[Open\] \[Restart \(primary\)\] \[… Unwatch\]\n/,
  )
  expect(lines).toContain('*1 watch* besides')
  expect(typedBy(home)).toMatchObject({
    Restart: `retry prod-hw/${failed.id}`,
    Unwatch: expect.stringContaining(failed.id),
  })
})

test('what an owner answers for is theirs, watched by somebody else or by nobody', async () => {
  const desk = await createDesk()
  await desk.addAccount()
  const failed = (id: string, bucket: string, changes: Partial<Migration> = {}) =>
    sample({ id, state: 'failed', failure: { code: 'TRF.0055' }, target: { bucket }, startedAt: readAt, ...changes })
  const watched = failed('191297407830001', 'archive-a')
  const old = failed('191297407830003', 'archive-c', { startedAt: readAt - 8 * 24 * 60 * 60_000 })
  desk.cloud.add(watched)
  await desk.types(`watch prod-hw/${watched.id}`)
  await desk.hasListed(watched, failed('191297407830002', 'archive-b'), old, failed('191297407830004', 'vault'))
  desk.groups.set('S0STORAGE', ['U0OWNER'])
  await desk.types('owner bucket archive-* <!subteam^S0STORAGE|@storage>')
  const theirs = readable(await readHome({ ...admin, user: 'U0OWNER' }, desk.tools)).join('\n')
  expect(theirs).toContain('*2 migrations failed*')
  expect(theirs).toContain('photos → archive-b')
  expect(theirs).toContain('yours as an owner')
  expect(theirs).not.toMatch(/archive-c|vault/)
  const others = readable(await readHome({ ...admin, user: 'U0MEMBER' }, desk.tools)).join('\n')
  expect(others).toContain('*1 watched migration failed*')
  expect(others).not.toContain('archive-b')
})

test('the home tab begins with the first steps until somebody can work, in any order, and then names what is missing', async () => {
  const desk = await createDesk()
  const home = await readHome(admin, desk.tools)
  expect(typedBy(home)).toMatchObject({ Connect: 'connect', 'Add a key': 'keys add', Subscribe: 'subscribe' })
  expect(readable(home)).toContain('*To begin,* in any order. Skip what you do not need.')
  expect(readable(home)).toContain('First, connect a cloud account.')
  const others = readable(await readHome({ ...admin, user: 'U0MEMBER' }, desk.tools))
  expect(others).toContain('First, an admin connects a cloud account. Ask <@U1> or <@U2>.')
  await desk.addAccount()
  desk.cloud.add(sample())
  await desk.types(`watch ${sample().id}`)
  const later = readable(await readHome(admin, desk.tools))
  expect(later).toContain('Not set up yet: save storage keys, give people roles.')
  expect(await desk.reads('welcome')).toContain(
    '(:white_check_mark: Connect a cloud account · Follow migrations in a channel)',
  )
})

test('the home tab offers a member no step that only an admin can take', async () => {
  const desk = await createDesk()
  const steps = typedBy(await readHome({ ...admin, user: 'U0MEMBER' }, desk.tools))
  expect(steps).not.toHaveProperty('Connect')
})

test('the home tab shows admins the health of what Ferry delivers, and others what is theirs', async () => {
  const { desk } = await createOpenRequest()
  expect(readable(await readHome(admin, desk.tools)).join()).toContain('*Health*')
  const member = readable(await readHome({ ...admin, user: 'U0MEMBER' }, desk.tools)).join()
  expect(member).not.toContain('*Health*')
  expect(member).toContain('*1 request waits for approval*')
})

test('the home tab has a person’s own failures first, and their own subscriptions', async () => {
  const desk = await createDesk()
  await desk.addAccount()
  const failed = (id: string) => sample({ id, state: 'failed', failure: { code: 'TRF.0055' } })
  const [theirs, own] = [failed('191297407830001'), failed('191297407830002')]
  desk.cloud.add(theirs, own)
  await desk.types(`watch ${own.id}`, { user: 'U2', channel: 'C1' })
  await desk.types(`watch ${theirs.id}`, { user: 'U1', channel: 'C1' })
  await desk.types('subscribe prod-hw failed', { user: 'U2', channel: 'C1' })
  await desk.hasListed(theirs, own)
  const lines = readable(await readHome({ ...admin, user: 'U2' }, desk.tools))
  expect(lines.indexOf('*Yours: 1 watched migration failed*')).toBeGreaterThan(0)
  expect(lines.indexOf('*For others: 1 watched migration failed*')).toBeGreaterThan(
    lines.indexOf('*Yours: 1 watched migration failed*'),
  )
  expect(lines).toContain('*1 subscription of yours*')
  expect(readable(await readHome(admin, desk.tools))).not.toContain('*1 subscription of yours*')
})
