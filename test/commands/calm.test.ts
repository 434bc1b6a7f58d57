import { beforeAll, describe, expect, test } from 'vitest'
import { sample } from '../migrations/sample.ts'
import { readable, typedBy } from '../views/readable.ts'
import { createDesk, type Desk, shownIn } from './desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await createDesk()
  await desk.addAccount()
  await desk.hasListed(sample({ id: '191297407830872' }))
})

/** Answer to a command, as one text. `channel`: each test has its own. */
const answer = async (text: string, channel: string) => (await desk.reads(text, { channel })).join('\n')
const patience = (channel: string) => desk.tools.store.patience.get(channel)
/** How many changes the audit notes of a channel, or of the person themselves. */
async function changesIn(place: string): Promise<number> {
  let count = 0
  for await (const { detail = '' } of desk.tools.store.audit.oldestFirst()) count += detail.includes(place) ? 1 : 0
  return count
}

describe('a mute', () => {
  const minute = 60_000
  test.each([
    ['2h', 120],
    ['2 h', 120],
    ['2 hours', 120],
    ['"2 hours"', 120],
    ['for 1 hour', 60],
    ['30m', 30],
    ['90 Minutes', 90],
    ['1d', 1440],
    ['3 days', 4320],
    ['2w', 20_160],
    ['1 week', 10_080],
  ])('of %s holds for as long', async (typed, minutes) => {
    expect(await answer(`mute prod-hw ${typed}`, 'C1')).toContain('is muted until')
    expect((await patience('C1'))?.mutes?.[0]?.until).toBe(desk.clock.now() + minutes * minute)
  })

  test.each([
    ['2 months', '`2 months` is not a time'],
    ['"2 months"', '`2 months` is not a time'],
    ['2months', '`2months` is not a time'],
    ['2mo', '`2mo` is not a time'],
    ['2 dozen', '`2 dozen` is not a time'],
    ['0h', '`0h` is not a time'],
    ['tomorrow', '`tomorrow` is not a time'],
    ['90d', '`90d` is too long'],
    ['5 weeks', '`5 weeks` is too long'],
    ['2h please now', 'Ferry does not understand `please` and `now` here.'],
  ])('of %s is refused, and mutes nothing', async (typed, words) => {
    const said = await answer(`mute prod-hw ${typed}`, 'C2')
    expect(said).toContain(words)
    expect(await patience('C2')).toBeUndefined()
    if (words.includes('`2') || words.includes('too long')) expect(said).toContain('at most 30 days')
  })
})

describe('the end of what was never set', () => {
  test.each([
    ['unmute prod-hw', '`prod-hw` was not muted in <#C3>. Nothing has changed.'],
    ['unmute all', 'Nothing was muted in <#C3>. Nothing has changed.'],
    ['unmute all me', 'Nothing was muted for you. Nothing has changed.'],
    ['quiet off', 'No quiet hours were set in <#C3>. Nothing has changed.'],
    ['digest off', 'No digest was set in <#C3>. Nothing has changed.'],
    ['escalate off', 'Nobody else is called about what nobody takes in <#C3>. It was so already.'],
  ])('%s says so, and the audit notes nothing', async (typed, words) => {
    expect(await answer(typed, 'C3')).toContain(words)
    expect(await changesIn('C3')).toBe(0)
    expect(await patience('C3')).toBeUndefined()
  })
})

describe('what somebody else has ended already', () => {
  test.each([
    [
      'mute prod-hw 2h',
      'unmute prod-hw',
      '`prod-hw` is not muted in <#C20> any more. What was held back is told.\n(<@U2> ended the mute 20',
    ],
    [
      'mute all 2h',
      'unmute all',
      'Nothing is muted in <#C20> any more. What was held back is told.\n(<@U2> ended the mute 20',
    ],
    [
      'quiet 22:00-07:00',
      'quiet off',
      'No quiet hours in <#C20> any more. What was held back is told.\n(<@U2> turned them off 20',
    ],
    [
      'digest daily 09:00',
      'digest off',
      'No digest in <#C20> any more. What was held back is told.\n(<@U2> turned it off 20',
    ],
  ])('is said again, with who it was: %s', async (begun, ended, words) => {
    await desk.types(begun, { channel: 'C20' })
    await desk.types(ended, { channel: 'C20', user: 'U2' })
    const late = await answer(ended, 'C20')
    expect(late).toContain(words)
    expect(late).not.toContain('Nothing has changed')
    expect(await answer(`${ended} <#C21>`, 'C20')).toContain('Nothing has changed.')
    expect(await answer(`${ended} me`, 'C20')).toContain('Nothing has changed.')
  })

  test('is nobody’s act if a later mute ran out by itself', async () => {
    for (const text of ['mute prod-hw 2h', 'unmute prod-hw', 'mute prod-hw 1h'])
      await desk.types(text, { channel: 'C20' })
    await desk.clock.advance(2 * 3_600_000)
    expect(await answer('unmute prod-hw', 'C20')).toContain('`prod-hw` was not muted in <#C20>. Nothing has changed.')
  })

  test('beside what is still muted', async () => {
    for (const text of ['mute all 2h', 'mute prod-hw 2h', 'unmute all']) await desk.types(text, { channel: 'C20' })
    const late = await answer('unmute all', 'C20')
    expect(late).toContain('Not everything is muted in <#C20> any more.\n`prod-hw` is muted until')
    expect(late).toContain('You ended the mute')
    for (const text of ['mute all 2h me', 'unmute all me']) await desk.types(text, { channel: 'C20' })
    expect(await answer('unmute all me', 'C20')).toContain('Nothing is muted for you any more.')
    expect((await desk.reads('unmute all me', { user: 'U2' })).join('\n')).toContain('Nothing was muted for you.')
  })
})

test('who unmutes something else sees what is muted', async () => {
  await desk.types('mute prod-hw 2h', { channel: 'C4' })
  const { reply } = await desk.types('unmute all', { channel: 'C4' })
  const lines = readable(shownIn(reply)).join('\n')
  expect(lines).toContain(':bell: Not everything was muted in <#C4>. Nothing has changed.\n`prod-hw` is muted until')
  await desk.types(typedBy(shownIn(reply))['Unmute prod-hw'] ?? '', { channel: 'C4' })
  expect((await patience('C4'))?.mutes).toBeUndefined()
})

test('what is unmuted is said in plain words', async () => {
  await desk.types('mute all 2h', { channel: 'C4' })
  expect(await answer('unmute all', 'C4')).toContain('Nothing is muted in <#C4> any more.')
  await desk.types('mute all 2h me', { channel: 'C4' })
  expect(await answer('unmute all me', 'C4')).toContain('Nothing is muted for you any more.')
  await desk.types('mute prod-hw 2h me', { channel: 'C4' })
  expect(await answer('unmute prod-hw me', 'C4')).toContain('`prod-hw` is not muted for you any more.')
})

test.each(['mute me all 2h', 'mute all 2h mine', 'quiet me 22:00-07:00', 'digest me daily 09:00'])(
  '%s is about the person who types it',
  async (typed) => {
    expect(await answer(typed, 'C21')).toContain('for you')
    expect(await patience('C21')).toBeUndefined()
  },
)

describe('quiet hours', () => {
  test.each(['22:00-07:00', '22:00 - 07:00', '22:00 07:00', '22-7', 'from 22:00 to 07:00', '22:00 – 7:00'])(
    'are read from %s',
    async (typed) => {
      expect(await answer(`quiet ${typed}`, 'C5')).toContain('Quiet 22:00–07:00 (Europe/Berlin)')
    },
  )

  test.each([
    ['22:00 07:00 08:00', 'Ferry does not understand `08:00` here.'],
    ['22:00 - 07:00 now', 'Ferry does not understand `now` here.'],
    ['22:00 bedtime', 'Type when the quiet begins and ends'],
    ['22:00-22:00', 'Type when the quiet begins and ends'],
  ])('of %s are refused', async (typed, words) => {
    expect(await answer(`quiet ${typed}`, 'C6')).toContain(words)
  })
})

describe('a digest', () => {
  test.each([
    ['weekly fri 09:00', 'every Friday at 09:00'],
    ['weekly 09:00 fri', 'every Friday at 09:00'],
    ['weekly on Fridays at 9', 'every Friday at 09:00'],
    ['weekly 09:00', 'every Monday at 09:00'],
    ['weekly weds 09:00', 'every Wednesday at 09:00'],
    ['daily at 09:00', 'every day at 09:00'],
  ])('of %s comes %s', async (typed, words) => {
    expect(await answer(`digest ${typed}`, 'C7')).toContain(words)
  })

  test.each([
    ['weekly fir 09:00', '`fir` is neither a day nor a time.'],
    ['weekly 09:00 fir', '`fir` is neither a day nor a time.'],
    ['weekly month 09:00', '`month` is neither a day nor a time.'],
    ['weekly fri 25:00', '`25:00` is neither a day nor a time.'],
    ['weekly fri', 'Type how often and when'],
    ['weekly fri sat 09:00', 'Ferry does not understand `sat` here.'],
    ['daily fir 09:00', '`fir` is neither a day nor a time.'],
    ['daily fri 09:00', 'A daily digest has no day. Type weekly fri 09:00'],
    ['daily 09:00 18:00', 'Ferry does not understand `18:00` here.'],
  ])('of %s is refused with the word that is wrong', async (typed, words) => {
    expect(await answer(`digest ${typed}`, 'C8')).toContain(words)
    expect(await patience('C8')).toBeUndefined()
  })
})

describe('escalation', () => {
  test('that is set to what it is already says so, offers no undo, and is not noted', async () => {
    expect(await answer('escalate 30 minutes', 'C9')).toContain('[Undo]')
    const noted = await changesIn('C9')
    const again = await answer('escalate 30m', 'C9')
    expect(again).toContain('for 30 min goes to the owners of the account, or else to the admins. It was so already.')
    expect(again).not.toContain('[Undo]')
    expect(await changesIn('C9')).toBe(noted)
  })

  test.each(['30 months', '30months', '2 dozen', '1m', '8d', '30'])('after %s is refused', async (typed) => {
    expect(await answer(`escalate ${typed}`, 'C10')).toContain('Give a time from 5m to 7d')
    expect(await patience('C10')).toBeUndefined()
  })
})

describe('a word that names neither a migration nor an account', () => {
  test.each([
    ['mute prod-wh 1d me', 'mute prod-hw 1d me'],
    ['unmute prod-wh', 'unmute prod-hw'],
    ['subscribe prod-wh <#C2>', 'subscribe prod-hw <#C2>'],
  ])('is answered with the account that is like it: %s', async (typed, meant) => {
    const { reply } = await desk.types(typed, { channel: 'C11' })
    const said = readable(shownIn(reply)).join('\n')
    expect(said).toContain('No migration matches `prod-wh`. Did you mean the account `prod-hw`?')
    expect(Object.values(typedBy(shownIn(reply)))).toContain(meant)
  })
})

describe('a subscription', () => {
  const types = async (words: string) => {
    await answer(`subscribe ${words}`, 'C12')
    await desk.hasListed(sample({ id: '191297407830872' }))
    return answer(`subscribe ${words}`, 'C12')
  }

  test('whose pattern fits nothing known says so, since that may be a typo', async () => {
    const said = await types('prod-hw bucket phtoos-*')
    expect(said).toContain(
      'No migration that Ferry knows fits this. Check the spelling, unless such migrations are still to come.',
    )
    expect(said).not.toContain('None of its migrations')
  })

  test.each(['prod-hw bucket photos', 'prod-hw', 'prod-hw state failed'])('to %s does not', async (words) => {
    expect(await types(words)).toMatch(/(1|None) of its migrations runs? now/)
    expect(await types(words)).not.toContain('Check the spelling')
  })
})

describe('an owner', () => {
  test.each([
    ['owner key', 'Type the name of the storage key', 'owner key photos-read @person'],
    ['owner key @person', 'Type the name of the storage key', 'owner key photos-read @person'],
    ['owner key <@U2>', 'Type the name of the storage key', 'owner key photos-read @person'],
    ['owner bucket', 'Type the bucket or a pattern', 'owner bucket archive-* @person'],
    ['owner buckets @person', 'Type the bucket or a pattern', 'owner bucket archive-* @person'],
  ])('of nothing is asked for its name: %s', async (typed, problem, example) => {
    desk.names.set('@person', ['U2'])
    const said = await answer(typed, 'C13')
    expect(said).toContain(problem)
    expect(said).toContain(`\`/migrate ${example}\``)
  })
})

test('the end of one of two things that hold messages back names the other', async () => {
  await answer('mute prod-hw 2h', 'C9')
  await answer('digest daily 09:00', 'C9')
  expect(await answer('unmute prod-hw', 'C9')).toContain(
    'Messages are still held back:\n:newspaper: Told in the digest',
  )
  expect(await answer('digest off', 'C9')).toContain('What was held back is told now.')
})
