import { beforeEach, expect, test } from 'vitest'
import { sample } from '../migrations/sample.ts'
import { denied } from './browsable.ts'
import { createDesk, type Desk } from './desk.ts'

let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
  const full = sample({ id: '1912', state: 'failed', failure: { code: 'TRF.0055' } })
  desk.cloud.add(full)
  await desk.hasListed(full)
})

test.each(['status 1912', 'why 1912'])(
  '%s names the owner of what failed, and nobody if it is shared',
  async (text) => {
    await desk.types('owner bucket archive <@U0ANN>')
    const said = (await desk.reads(text)).join('\n')
    expect(said).toContain('*Who can fix it:* The owner of the destination bucket: <@U0ANN>')
    expect((await desk.reads(`${text} --share`)).join('\n')).not.toContain('<@U0ANN>')
  },
)

test('where nobody is named for the bucket, the next in line is named, and why', async () => {
  const nobody = (await desk.reads('why 1912')).join('\n')
  expect(nobody).toContain('The owner of the destination bucket. Next in line: <@U1> (connected the account)')
  await desk.types('owner prod-hw <!subteam^S0ONCALL|oncall>')
  desk.groups.set('S0ONCALL', ['U0ANN'])
  expect((await desk.reads('why 1912')).join('\n')).toContain('Next in line: <!subteam^S0ONCALL> (for the account)')
  expect((await desk.reads('accounts')).join('\n')).toContain('owner <!subteam^S0ONCALL> · connected by')
})

test('an account that cannot be read names who can fix it', async () => {
  await desk.types('owner prod-hw <@U0ANN>')
  desk.cloud.breaks('prod-hw', 'show', { error: denied })
  expect((await desk.reads('status 1912')).join('\n')).toContain('*Who can fix it:* <@U0ANN>')
})

test('somebody sees what they answer for themselves or in a user group, without a role', async () => {
  desk.groups.set('S0ONCALL', ['U0ANN'])
  await desk.types('owner prod-hw <!subteam^S0ONCALL|oncall>')
  await desk.types('owner bucket archive <@U0ANN>')
  await desk.types('owner bucket photos <@U0BOB>')
  const own = await desk.reads('owner me', { user: 'U0ANN' })
  expect(own.slice(0, 2)).toEqual([
    '*You are an owner of 2 things*',
    'You are called when something is wrong with them, also as a member of a user group.',
  ])
  expect(own.join('\n')).not.toContain('<@U0BOB>')
  expect(own.at(-1)).toBe('[All owners]')
  const none = await desk.reads('owner mine please', { user: 'U0CAT' })
  expect(none[0]).toBe('*You are not named as an owner of anything.*')
})
