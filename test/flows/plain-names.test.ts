import { expect, test } from 'vitest'
import { readingOf } from './reading.ts'
import { createReadyStage } from './stage.ts'

test('a plain @name in a command is found in Slack’s list of members, over all of its pages', async () => {
  const stage = await createReadyStage()
  try {
    const admin = stage.person()
    for (let count = 0; count < 250; count += 1) stage.newcomer()
    const last = stage.newcomer()
    const name = stage.slack.world.users.get(last.id)?.name ?? ''
    await admin.types(`roles give @${name.toUpperCase()} operator`)
    const question = await admin.hears('Is it this one?')
    expect(readingOf(question)).toContain(`<@${last.id}>`)
    await admin.presses('This one', question)
    await admin.hears('operator')
    expect(stage.slackCalls('users.list')).toHaveLength(2)
  } finally {
    await stage.stop()
  }
})
