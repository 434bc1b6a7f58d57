import { describe, expect, test } from 'vitest'
import { readingOf } from './reading.ts'
import { createReadyStage, createStage, modes, type StageOptions } from './stage.ts'
import { until } from './until.ts'

const id = '191297407830501'

async function stageOf(context: { onTestFinished(end: () => Promise<void>): void }, options: StageOptions) {
  const stage = await createReadyStage(options)
  context.onTestFinished(stage.stop)
  return stage
}

describe.each(modes)('/migrate doctor, over %s', { concurrent: true }, (mode) => {
  test('says that all is well, and shows what it examined without a secret', async (context) => {
    const stage = await stageOf(context, { mode })
    const admin = stage.person()
    await until('a round', async () => (await metrics(stage.metricsUrl)).includes('ferry_ticks_total{outcome="ok"}'))
    await admin.types('doctor')
    const shown = readingOf(await admin.hears('All is well.'))
    for (const line of [
      /ok {2}Slack token: accepted, with all \d+ scopes/,
      mode === 'socket'
        ? /ok {2}From Slack: Socket Mode, connected/
        : /ok {2}From Slack: HTTP; the last signed request/,
      /ok {2}Clock: \d s from Slack’s/,
      /ok {2}Store: memory:, id [0-9a-f-]{36}/,
      /ok {2}Keys: k1 seals and opens/,
      /ok {2}Leader: this replica leads T0/,
      /ok {2}Rounds: the last ended \d+ s ago, expected every 1 s/,
      /ok {2}To Slack: (?!other)[\w.]+ answered \d+ s ago/,
      /ok {2}Account prod-hw: last read (just now|\d+ s ago)/,
      /ok {2}Messages: none waits/,
    ]) {
      expect(shown).toMatch(line)
    }
  })

  test('names a channel that refuses and a refused token, each with what to do', async (context) => {
    const stage = await stageOf(context, { mode })
    const person = stage.newcomer()
    stage.addTask({ id, sourceBucket: 'photos' })
    await person.types(`watch ${id}`)
    await person.hears('photos → archive')
    await stage.act('channel', { action: 'kick', channel: person.channel })
    stage.cloud.finishTask(id)
    const admin = stage.person()
    await until('the refusal', () => stage.slackCalls('conversations.open').length > 0)
    stage.spoil('auth.test', { kind: 'error', error: 'token_revoked' })
    await admin.types('doctor')
    const shown = readingOf(await admin.hears('need you.'))
    expect(shown).toContain(`<#${person.channel}>*: Ferry is not in the channel.`)
    expect(shown).toMatch(
      new RegExp(
        `BAD Channel ${person.channel}: .+\\. Slack first refused (just now|\\d+ s ago) \\(not_in_channel\\)\\.`,
      ),
    )
    expect(shown).toContain('/invite @Ferry')
    expect(shown).toContain('BAD Slack token: Slack refused the token')
    expect(shown).toMatch(/BAD Messages: 1 message waits|ok {2}Messages: 1 message waits/)
  })

  test('is for admins', async (context) => {
    const stage = await createStage({ mode, environment: { ADMINS: 'U0LEAD' } })
    context.onTestFinished(stage.stop)
    const member = stage.person()
    await member.types('doctor')
    const refusal = readingOf(await member.hears('admin'))
    expect(refusal).toContain('<@U0LEAD>')
    expect(refusal).not.toContain('Store')
  })
})

async function metrics(url: string): Promise<string> {
  return (await fetch(`${url}/metrics`)).text()
}
