import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readingOf } from './reading.ts'
import { createReadyStage, modes, type Stage } from './stage.ts'

describe.each(modes)('calm, over %s', { concurrent: true }, (mode) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createReadyStage({ mode })
  })
  afterAll(() => stage.stop())

  test('quiet hours, a digest and a mute are set, listed, and undone by a button', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '610000000000001', sourceBucket: 'calm' })
    await person.types('subscribe prod-hw failed bucket calm')
    await person.hears('follows `prod-hw` · bucket `calm`')
    await person.types('quiet 22-7:00')
    expect(readingOf(await person.hears('Quiet 22:00–07:00 ('))).toContain(`in <#${person.channel}>`)
    await person.types('digest weekly friday 9:30')
    await person.hears('A digest every Friday at 09:30 (')
    await person.types('mute 610000000000001 2h me')
    await person.hears('`prod-hw/610000000000001` is muted until')
    await person.types('watches')
    const page = await person.hears('Hears of failures, stalls')
    for (const words of ['*Quiet 22:00–07:00 (', '*Digest every Friday', 'muted until', '1: 1 running']) {
      expect(readingOf(page)).toContain(words)
    }
    await person.presses('Turn off', page, 'Quiet')
    await person.hears('No quiet hours in')
    await person.types('quiet off')
    expect(readingOf(await person.hears('No quiet hours in'))).toContain('You turned them off')
    for (const answer of [
      ':bell: `prod-hw/610000000000001` is not muted for you any more. What',
      'You ended the mute',
    ]) {
      await person.types('unmute 610000000000001 me')
      await person.hears(answer)
    }
    await person.types('watches')
    expect(readingOf(await person.hears('Hears of failures, stalls'))).not.toContain('*Quiet')
  })

  test('a mute and the end of a subscription are chosen in forms that the page of watches opens', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '630000000000001', sourceBucket: 'formed' })
    await person.types('subscribe prod-hw failed bucket formed')
    await person.hears('follows `prod-hw` · bucket `formed`')
    await person.types('watches')
    const page = await person.hears('Hears of failures, stalls')
    await person.presses('Mute', page, 'Follow a set')
    const mute = await person.faces('For how long?')
    await person.sendsAndLearns(
      mute,
      { 'Or only one migration': '630000000000001', 'For how long?': '1d' },
      'is muted until',
    )
    await person.presses('End a subscription', page, 'Follow a set')
    const form = await person.faces('What should the channel no longer follow?')
    await person.sendsAndLearns(form, {}, 'no longer follows `prod-hw` · bucket `formed`')
    await person.types('unsubscribe')
    await person.hears('has no subscription.')
  })

  test('a test message says what Slack answered, and counts as any other', async () => {
    const person = stage.newcomer()
    await person.types('watch 630000000000001')
    await person.hears(':eyes: Watching')
    await person.types('watches')
    await person.presses('Send a test here', await person.hears('Send a test here'))
    await person.hears('The test arrived in')
    const tests = () =>
      person.messages().filter((one) => readingOf(one).includes('A test: Ferry’s messages arrive here'))
    expect(tests()).toHaveLength(1)
    await stage.act('channel', { action: 'kick', channel: person.channel })
    await person.types('test')
    await person.hears('Slack refused the test')
    expect(tests()).toHaveLength(1)
  })

  test('a deadline is typed, moved in a form, shown, and removed by a button', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '620000000000001', sourceBucket: 'due' })
    await person.types('watch 620000000000001 by Fri 18:00')
    expect(readingOf(await person.hears('*Deadline: Fri '))).toMatch(/Fri \d+ \w+, 18:00 \(.+\)\*/)
    await person.types('watch 620000000000001 by')
    const form = await person.faces('By when?')
    const { errors } = await person.sends(form, { 'By when?': 'soon' })
    expect(errors?.due).toContain('Type a day and a time')
    await person.sendsAndLearns(form, { 'By when?': 'Mon 09:00' }, '*Deadline: Mon ')
    await person.types('status 620000000000001')
    await person.hears(':alarm_clock: Deadline Mon ')
    await person.types('watches')
    await person.hears(':alarm_clock: Deadline Mon ')
    await person.types('watch 620000000000001 by Tue 10:00')
    await person.presses('Remove the deadline', await person.hears('*Deadline: Tue '))
    await person.hears('has no deadline in')
    stage.cloud.finishTask('620000000000001')
    await person.hears('Succeeded: due')
    await person.types('watch 620000000000001 by Fri 18:00')
    await person.hears('This migration has ended, so it needs no deadline.')
  })

  test.each([
    ['quiet 22:00', 'Type when the quiet begins and ends'],
    ['quiet off now', 'Ferry does not understand `now` here.'],
    ['digest monthly 09:00', 'Type how often and when'],
    ['digest weekly 25:00', 'Type how often and when'],
    ['mute prod-hw', 'Type what to mute and for how long'],
    ['mute prod-hw 90d', 'at most 30 days'],
    ['watch 610000000000001 by tomorrow', 'Type a day and a time, such as Fri 18:00'],
    ['watch 610000000000001 by 2020-01-01 09:00', 'That time has passed.'],
    ['watch 610000000000001 by 2027-02-30 09:00', 'The calendar has no day 2027-02-30.'],
    ['watches all', 'Ferry does not understand `all` here.'],
  ])('%s is refused', async (typed, words) => {
    const person = stage.newcomer()
    await person.types(typed)
    await person.hears(words)
  })
})
