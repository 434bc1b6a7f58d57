import { beforeEach, describe, expect, test } from 'vitest'
import { holdsSecret } from '../../src/commands/machine/typed-secret.ts'
import { requestMigration } from '../../src/commands/request-acts.ts'
import { aDraft, aSpec, passed } from '../approvals/samples.ts'
import { createDesk, type Desk, deskIdentity as identity, workspace } from './desk.ts'

test.each([
  'connect AKIAEXAMPLEEXAMPLE00',
  'keys add wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY12345',
  'explain xoxb-not-a-token',
  'connect DefaultEndpointsProtocol=https;AccountKey=abc',
  'status https://console.example/?key=wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY12345',
])('takes %s for a secret', (text) => expect(holdsSecret(text)).toBe(true))

test.each([
  'status 191297407830872',
  'status prod-hw/2c0689c860ad4728a497c91ec0844383',
  'watch f47ac10b-58cc-4372-a567-0e02b2c3d479 <#C024BE7LR|data-moves>',
  'status shop-photos-photo-archive-20241121110203123_001',
  'explain TheQuickBrownFoxJumpsOverTheLazyDogAgain',
  'status https://console.example/oms/managementMigration/TaskGroup/Detail/191297407830872',
])('does not take %s for a secret', (text) => expect(holdsSecret(text)).toBe(false))

describe('a secret pasted as the reason', () => {
  const lead = { user: 'U0LEAD' }
  const origin = { workspace, user: 'U1', channel: 'C1', isStranger: false, door: 'typed' } as const
  let desk: Desk
  beforeEach(async () => {
    desk = await createDesk()
    await desk.addAccount()
    await desk.types('roles give <@U0LEAD> approver')
  })

  const ask = () => requestMigration({ draft: aDraft(), spec: aSpec(), identity, checks: passed, origin }, desk.tools)
  const pasted = 'see wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY12345'
  const everything = async () => JSON.stringify([await desk.tools.store.requests.list(), desk.log])

  test.each([
    ['review', { decision: 'reject', reason: pasted }],
    ['reject', { reason: pasted }],
    ['approve', { reason: pasted }],
  ])(
    'into the form of %s causes a warning at its question, and is neither stored nor repeated',
    async (verb, answers) => {
      const { id } = await ask()
      const { reply } = await desk.types(`${verb} ${id}`, { ...lead, answers })
      expect(reply).toMatchObject({ type: 'form problems', problems: { reason: expect.stringContaining('secret') } })
      expect(JSON.stringify(reply)).not.toContain('wJalr')
      expect(await everything()).not.toContain('wJalr')
      expect((await desk.tools.store.requests.get(id))?.request.status.type).toBe('waiting')
    },
  )

  test('after a command causes a warning, and is neither stored nor repeated', async () => {
    const { id } = await ask()
    const { code, reply } = await desk.types(`reject ${id} ${pasted}`, lead)
    expect(code).toBe('secret_typed')
    expect(JSON.stringify(reply)).not.toContain('wJalr')
    expect(await everything()).not.toContain('wJalr')
  })
})
