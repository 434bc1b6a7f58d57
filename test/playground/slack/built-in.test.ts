import { describe, expect, test } from 'vitest'
import type { LocalSlack } from '../../../playground/slack/server.ts'
import { act, messagesIn, startSlack } from './stand.ts'

const channel = 'C0GENERAL'
const user = 'U0LEAD'
const app = 'U0LOCALBOT'

function type(slack: LocalSlack, text: string, where = channel) {
  return act(slack, 'command', { user, channel: where, text })
}

function membersOf(slack: LocalSlack, id = channel): string[] {
  return slack.world.channels.get(id)?.members ?? []
}

function eventsSent(slack: LocalSlack): unknown[] {
  return slack.world.sentEvents.map(({ payload }) => payload.event)
}

describe('/invite', () => {
  test.each(['@Ferry', `<@${app}|ferry>`, 'ferry'])('adds the app as %s, and the app is told', async (named) => {
    const slack = await startSlack()
    expect(await type(slack, `/invite ${named}`)).toEqual({ ok: true, acknowledged: true })
    expect(membersOf(slack)).toContain(app)
    expect(eventsSent(slack)).toMatchObject([{ type: 'member_joined_channel', user: app, inviter: user, channel }])
    expect(messagesIn(slack, channel)).toEqual([])
  })

  test('adds a person to another channel with the app, and the app is told', async () => {
    const slack = await startSlack()
    await type(slack, '/invite @engineer <#C0STORAGE|storage-leads>')
    expect(membersOf(slack, 'C0STORAGE')).toContain('U0ENGINEER')
    expect(eventsSent(slack)).toMatchObject([
      { type: 'member_joined_channel', user: 'U0ENGINEER', channel: 'C0STORAGE', channel_type: 'G' },
    ])
  })
})

describe('/remove', () => {
  test('removes the app, which is told as the last thing', async () => {
    const slack = await startSlack()
    await type(slack, '/remove @Ferry', 'C0MIGRATIONS')
    expect(membersOf(slack, 'C0MIGRATIONS')).not.toContain(app)
    expect(eventsSent(slack)).toMatchObject([{ type: 'member_left_channel', user: app, channel: 'C0MIGRATIONS' }])
  })

  test('removes a person', async () => {
    const slack = await startSlack()
    await type(slack, '/remove @engineer')
    expect(membersOf(slack)).not.toContain('U0ENGINEER')
  })
})

describe('Slackbot tells the person alone what is wrong', () => {
  test.each([
    ['/invite', channel, 'Name somebody to invite: `/invite @someone`, with `#channel` after it for another channel.'],
    ['/invite @nobody', channel, 'Nobody here is called `@nobody`.'],
    ['/invite @engineer', channel, '<@U0ENGINEER> is already in this channel.'],
    ['/invite @engineer #nowhere', channel, 'You are not in a channel called `#nowhere`.'],
    ['/invite @engineer', 'D0LOCAL0LEAD', 'Nobody can be invited to a direct message.'],
    ['/remove', channel, 'Name somebody to remove: `/remove @someone`.'],
    ['/remove @lead', channel, 'You cannot remove yourself; leave the channel instead.'],
    ['/remove @Ferry', channel, '<@U0LOCALBOT> is not in this channel.'],
  ])('%s in %s', async (typed, where, text) => {
    const slack = await startSlack()
    expect(await type(slack, typed, where)).toMatchObject({ ok: true })
    expect(messagesIn(slack, where)).toMatchObject([{ text, user: 'USLACKBOT', only_for: user }])
    expect(eventsSent(slack)).toEqual([])
  })
})
