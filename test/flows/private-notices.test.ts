import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, type TestContext, test } from 'vitest'
import type { Person } from './person.ts'
import { readingOf } from './reading.ts'
import { createReadyStage, modes, type Stage } from './stage.ts'
import { until } from './until.ts'

const id = '191297407830501'

describe.each(modes)('a notice in private, over %s', { concurrent: true }, (mode) => {
  /** A person watches a migration in a channel that Ferry is then removed from, and the migration ends. */
  const createShutOut = async ({ onTestFinished }: TestContext, spoil: (stage: Stage) => void) => {
    const folder = mkdtempSync(join(tmpdir(), 'ferry-'))
    const stage = await createReadyStage({ mode, environment: { STORE_URL: `sqlite:${join(folder, 'ferry.db')}` } })
    onTestFinished(async () => {
      await stage.stop()
      rmSync(folder, { recursive: true })
    })
    const person = stage.newcomer()
    stage.addTask({ id, sourceBucket: 'photos' })
    await person.types(`watch ${id}`)
    await person.hears('photos → archive')
    await stage.act('channel', { action: 'kick', channel: person.channel })
    spoil(stage)
    stage.cloud.finishTask(id)
    return { stage, person }
  }

  test('that Slack limits is sent as soon as Slack allows it, and once', async (context) => {
    const limited = { kind: 'rate_limited', retry_after: 1 } as const
    const { stage, person } = await createShutOut(context, (one) => {
      one.spoil('conversations.open', limited)
      one.spoil('chat.postMessage', limited, { channel: directOf(one.person(newestPerson(one))) })
    })
    await until('the notice', () => noticesTo(person).length > 0)
    expect(stage.slackCalls('conversations.open').map(({ status }) => status)).toEqual([429, 200])
    await stage.act('channel', { action: 'invite', channel: person.channel })
    await person.hears('*Succeeded: photos → archive*')
    expect(noticesTo(person)).toHaveLength(1)
  })

  test('is sent after a restart, if it was not sent before', async (context) => {
    const limited = { kind: 'rate_limited', retry_after: 50 } as const
    const { stage, person } = await createShutOut(context, (one) => one.spoil('conversations.open', limited))
    await until('the refusal', () => stage.slackCalls('conversations.open').length > 0)
    await stage.restart()
    await until('the notice', () => noticesTo(person).length > 0)
    expect(noticesTo(person)).toHaveLength(1)
  })

  test('goes to an admin if Slack does not let Ferry reach the person', async (context) => {
    const { stage } = await createShutOut(context, (one) => {
      const user = one.slack.world.users.get(newestPerson(one))
      if (user !== undefined) user.deleted = true
    })
    const admin = stage.person()
    const [notice] = await until('the notice', () => (noticesTo(admin).length > 0 ? noticesTo(admin) : undefined))
    expect(notice && readingOf(notice)).toContain('/invite @Ferry')
  })

  test('that reaches nobody is shown to those who ask what Ferry watches', async (context) => {
    const { stage, person } = await createShutOut(context, (one) =>
      one.spoil('conversations.open', { kind: 'error', error: 'messages_tab_disabled' }, { times: 60 }),
    )
    await until('the error in the log', () => stage.logged('Nobody could be told in private').length > 0)
    const other = stage.person()
    await other.types('watches')
    expect(readingOf(await other.hears('Ferry is not in the channel.'))).toContain('Nobody could be told in private')
    expect(noticesTo(person)).toEqual([])
    expect(await (await fetch(`${stage.metricsUrl}/metrics`)).text()).toMatch(/^ferry_notices_lost_total [1-9]/m)
  })
})

function newestPerson({ slack }: Stage): string {
  return [...slack.world.users.keys()].findLast((user) => user.startsWith('U0NEW')) ?? ''
}

/** The local Slack's id of a person's direct message with Ferry. */
function directOf({ id: user }: Person): string {
  return `D0LOCAL${user.slice(1)}`
}

function noticesTo(person: Person) {
  return person.messages(directOf(person)).filter(({ text }) => text.includes('can’t post there'))
}
