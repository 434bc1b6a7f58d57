import { expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { createPeople } from '../../src/slack/client/people.ts'
import type { Person } from '../../src/slack/client/wire.ts'
import { createManualClock } from '../manual-clock.ts'

const member: Person = { isMember: true, isGuest: false, isApp: false }

function open(answer: () => Promise<Person>, tokenOf = async () => 'xoxb-not-a-real-token') {
  const clock = createManualClock()
  const asked: string[] = []
  const people = createPeople({
    clock,
    firstAdmins: async () => [],
    tokenOf,
    wire: {
      userInfo: async ({ user }) => {
        asked.push(user)
        return answer()
      },
      membersOf: async ({ group }) => {
        asked.push(group)
        return ['U1']
      },
      userGroups: async () => [],
      peopleNamed: async ({ name }) => {
        asked.push(name)
        return { people: ['U1'], isWhole: true }
      },
    },
  })
  return { people: people.in('T1'), asked, clock }
}

test.each<[string, Person]>([
  ['member', member],
  ['guest', { isMember: true, isGuest: true, isApp: false }],
  ['outsider', { isMember: false, isGuest: false, isApp: false }],
])('Ferry recognizes a %s, and asks Slack once in five minutes', async (kind, person) => {
  const { people, asked, clock } = open(async () => person)
  expect(await people.kindOf('U1')).toBe(kind)
  expect(await people.kindOf('U1')).toBe(kind)
  expect(asked).toEqual(['U1'])
  await clock.advance(300_000)
  await people.kindOf('U1')
  expect(asked).toHaveLength(2)
})

test('Ferry asks about groups once a minute, and at once if required', async () => {
  const { people, asked } = open(async () => member)
  await people.membersOf('S1')
  await people.membersOf('S1')
  expect(asked).toHaveLength(1)
  await people.membersOf('S1', { isFresh: true })
  expect(asked).toHaveLength(2)
})

test.each(['user_not_found', 'user_not_visible'])(
  'Ferry treats a person whom Slack does not know (%s) as no member',
  async (reason) => {
    const { people } = open(() => Promise.reject(new AppError('slack_refused', { method: 'users.info', reason })))
    expect(await people.kindOf('U1')).toBe('outsider')
  },
)

test('Ferry fails if Slack does not answer', async () => {
  const { people } = open(() => Promise.reject(new AppError('slack_unreachable', { method: 'users.info' })))
  await expect(people.kindOf('U1')).rejects.toMatchObject({ code: 'rights_unknown' })
})

test('Ferry lets people look who were members within the last day if Slack does not answer, and lets nobody act', async () => {
  let answer = async () => member
  const { people, clock } = open(() => answer())
  await people.standingOf('U1', { groups: [] })
  answer = () => Promise.reject(new AppError('slack_unreachable', { method: 'users.info' }))
  await clock.advance(23 * 3_600_000)
  expect(await people.standingOf('U1', { groups: [], isOldFine: true })).toMatchObject({ user: 'U1' })
  const refusal = { code: 'rights_unknown' }
  await expect(people.standingOf('U1', { groups: [] })).rejects.toMatchObject(refusal)
  await expect(people.standingOf('U2', { groups: [], isOldFine: true })).rejects.toMatchObject(refusal)
  await clock.advance(3_600_000)
  await expect(people.standingOf('U1', { groups: [], isOldFine: true })).rejects.toMatchObject(refusal)
})

test('Ferry does not let people look because of an old answer if Slack refuses to say more', async () => {
  let answer = async () => member
  const { people, clock } = open(() => answer())
  await people.standingOf('U1', { groups: [] })
  answer = () => Promise.reject(new AppError('slack_refused', { method: 'users.info', reason: 'user_not_found' }))
  await clock.advance(300_000)
  await expect(people.standingOf('U1', { groups: [], isOldFine: true })).rejects.toMatchObject({
    code: 'rights_unknown',
  })
})

// Otherwise a message that names somebody would let them act for five more minutes.
test('Ferry does not let people act because of what it found out when they were named', async () => {
  let person = member
  const { people } = open(async () => person)
  expect(await people.kindOf('U1')).toBe('member')
  person = { isMember: false, isGuest: false, isApp: false }
  await expect(people.standingOf('U1', { groups: [] })).rejects.toMatchObject({ code: 'stranger' })
})

test.each(['store_unavailable', 'store_changed'] as const)(
  'Ferry blames the store, not Slack, if its own records cannot be read: %s',
  async (code) => {
    const { people } = open(
      async () => member,
      () => Promise.reject(new AppError(code)),
    )
    await expect(people.standingOf('U1', { groups: [] })).rejects.toMatchObject({ code })
  },
)
