import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/async/clock.ts'
import { identityOf } from '../../src/fleet/judge/identity.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { openRequest, requestIdFor } from '../../src/requests/open.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { aDraft, aSpec, passed } from '../approvals/samples.ts'
import { type RedisServer, startRedis } from '../redis-server.ts'
import { everybody } from '../requests/everybody.ts'
import { readingOf } from './reading.ts'
import { createReadyStage, type Stage } from './stage.ts'

const leads = { id: 'S0LEADS', handle: 'storage-leads', name: 'Storage leads', users: ['U0ANN', 'U0BEN'] }
const people = {
  userGroups: [leads, { id: 'S0EMPTY', handle: 'empty', name: 'Nobody', users: [] }],
  teams: [{ id: 'T0LOCAL', name: 'Local workspace' }],
  users: ['engineer', 'lead', 'ann', 'ben', 'cat'].map((name) => ({ id: `U0${name.toUpperCase()}`, name })),
  channels: [{ id: 'C0MIGRATIONS', name: 'migrations' }],
}

const [engineer, lead, ann, ben, cat] = ['U0ENGINEER', 'U0LEAD', 'U0ANN', 'U0BEN', 'U0CAT']

describe('a policy that names requesters and approvers', () => {
  let redis: RedisServer
  let stage: Stage
  let store: Store

  beforeAll(async () => {
    redis = await startRedis()
    const { url } = redis
    stage = await createReadyStage({ mode: 'http', slack: people, environment: { STORE_URL: url } })
    store = await openStore({ url, clock: systemClock, encryptionKeys: [{ id: 'k1', key: Buffer.alloc(32, 7) }] })
  })
  afterAll(async () => {
    await store.stop()
    await stage.stop()
    await redis.stop()
  })

  /** Requests a migration. */
  async function ask(bucket: string, user = cat): Promise<string> {
    const workspace = store.in('T0LOCAL')
    const { items } = await workspace.accounts.list()
    const [account] = items
    if (account === undefined) throw new Error('No account is connected')
    const identity = identityOf(account, huawei)
    const spec = aSpec({ account: account.name, target: { bucket } })
    const draft = aDraft()
    const id = await requestIdFor(draft, workspace)
    const parts = { workspace: 'T0LOCAL', store: workspace, claim: store.claim, clock: systemClock }
    const order = { spec, identity, checks: passed, bytes: 1e9, user, channel: 'C0MIGRATIONS', id, draft }
    await openRequest(order, { ...parts, ...everybody, canPost: async () => true })
    return id
  }

  function leadsAre(...users: string[]): void {
    for (const group of stage.slack.world.userGroups) group.users = users
  }

  test('is set in a form that warns of an empty group and keeps its answers', async () => {
    const admin = stage.person(engineer)
    await admin.types('approvals set')
    const form = await admin.faces('Approval policy')
    await admin.sends(form, { 'Who can request': [cat, ann], 'Who approves: user groups': ['@empty · Nobody'] })
    const warned = await admin.faces('*@empty · Nobody* is empty or does not exist')
    await admin.sends(warned, { 'Who approves: user groups': ['@storage-leads · Storage leads'] })
    expect(readingOf(await admin.learns('Only these can approve: <!subteam^S0LEADS>'))).toContain(
      'Only these can request: <@U0CAT>, <@U0ANN>',
    )
  })

  test('lets a named person without a role approve, and the audit says why', async () => {
    const [admin, member] = [stage.person(engineer), stage.person(ann)]
    const id = await ask('named-approves')
    const card = await member.hears('photos → named-approves')
    expect(readingOf(card)).toContain('Approvers: <!subteam^S0LEADS>')
    await member.presses('Approve', card)
    await member.hears(id)
    await admin.types('audit approve')
    expect(readingOf(await admin.hears('named by policy 1'))).toContain('<@U0ANN>')
  })

  test('tells an admin who is not named who can approve, before any form opens', async () => {
    const admin = stage.person(lead)
    await ask('not-named')
    const card = await admin.hears('photos → not-named')
    for (const button of ['Approve', 'Reject']) {
      await admin.presses(button, card)
      await admin.learns('these may approve this: <!subteam^S0LEADS>')
    }
    expect(admin.modals().map(readingOf).join()).not.toContain('Reason')
  })

  test('no longer counts a person who has left the group since the last click', async () => {
    const member = stage.person(ben)
    await ask('before-leaving')
    await ask('after-leaving')
    const [before, after] = [await member.hears('→ before-leaving'), await member.hears('→ after-leaving')]
    await member.presses('Approve', before)
    await member.hears('Approved')
    leadsAre(ann)
    await member.presses('Approve', after)
    await member.hears('these may approve this')
    leadsAre(ann, ben)
  })

  test('lets nobody approve their own request, even through the group', async () => {
    const member = stage.person(ann)
    await ask('own-one', ann)
    await member.presses('Approve', await member.hears('photos → own-one'))
    await member.hears('This is your own request')
  })

  test('refuses other requesters, and names those who may and those who can change that', async () => {
    const admin = stage.person(lead)
    await admin.types('create')
    const answer = readingOf(await admin.hears('may request migrations: <@U0CAT>, <@U0ANN>'))
    expect(answer).toContain('ask a Ferry admin to add you')
    expect(answer).toContain('Ask <@U0ENGINEER>')
    const member = stage.person(cat)
    await member.types('create')
    await member.faces('New migration')
  })

  test('applies to waiting requests: the card shows who is named now', async () => {
    const [admin, member] = [stage.person(engineer), stage.person(cat)]
    await ask('renamed', ann)
    const card = await member.hears('photos → renamed')
    await admin.types('approvals set')
    const form = await admin.faces('Approval policy')
    await admin.sends(form, { 'Who approves': [cat], 'Who approves: user groups': [] })
    await admin.sends(await admin.faces('people can’t approve their own'), { 'Who approves': [cat, ben] })
    await member.hears('Approvers: <@U0CAT>, <@U0BEN>')
    await member.presses('Approve', card)
    await member.learns('Approved')
  })
})
