import { describe, expect, test } from 'vitest'
import { createNewerBlocks } from '../../src/slack/client/newer-blocks.ts'
import { createWire } from '../../src/slack/client/wire.ts'
import { chart } from '../../src/views/blocks/chart.ts'
import { section } from '../../src/views/blocks/elements.ts'
import type { Message } from '../../src/views/blocks/message.ts'
import { plan } from '../../src/views/blocks/plan.ts'
import { createManualClock } from '../manual-clock.ts'
import { clientOf, messagesIn, startSlack } from '../playground/slack/stand.ts'

const channel = 'C0MIGRATIONS'
const bars = chart({
  type: 'bar',
  title: 'Objects per day',
  categories: ['22 Nov'],
  along: 'Start day (UTC)',
  up: 'Objects',
  series: [{ name: 'Copied', values: [7] }],
})
const charted: Message = { text: 'Seven', blocks: [section('Seven'), bars] }

async function openWorkspace() {
  const slack = await startSlack()
  const clock = createManualClock()
  const warnings: object[] = []
  const newer = createNewerBlocks({ clock, log: { warn: (details) => void warnings.push(details) } })
  const client = clientOf(slack)
  const send = async (message: Message) => void (await client.chat.postMessage({ channel, ...message }))
  return {
    clock,
    warnings,
    post: (message: Message, workspace = 'T0LOCAL') => newer.post(message, { workspace, send }),
    /** Makes Slack refuse this many messages with charts. */
    hasNoCharts: (times: number) =>
      void slack.world.faults.push({ method: '*', times, fault: { kind: 'no_such_block', type: bars.type } }),
    spoil: (error: string) =>
      void slack.world.faults.push({ method: 'chat.postMessage', times: 1, fault: { kind: 'error', error } }),
    shown: () => messagesIn(slack, channel).map(({ blocks }) => blocks.map(({ type }) => type)),
    sent: () => slack.world.calls.length,
  }
}

describe('what Ferry sends by itself', () => {
  const steps: Message = {
    text: 'On its way',
    blocks: [plan('Way', [{ name: 'a', title: 'Checked', status: 'complete' }])],
  }

  test('has its plan in words where Slack has none, posted once and edited in the same way', async () => {
    const slack = await startSlack()
    const [install] = slack.world.installs.values()
    const { apiUrl: slackApiUrl } = slack
    const wire = createWire({ slackApiUrl, tokenOf: async () => install?.bot_token ?? '' })
    slack.world.faults.push({ method: '*', times: 1, fault: { kind: 'no_such_block', type: 'plan' } })
    const place = { workspace: 'T0LOCAL', channel }
    const ts = await wire.post({ ...place, message: steps, deliveryKey: 'one' })
    const shown = () => messagesIn(slack, channel).map(({ blocks }) => blocks)
    expect(shown()).toMatchObject([[{ type: 'context', elements: [{ text: '✓ Checked' }] }]])
    await wire.update({ ...place, ts, message: { ...steps, text: 'Further' } })
    expect(shown()).toMatchObject([[{ type: 'context' }]])
  })

  test('is drawn as a plan where Slack has plans', async () => {
    const slack = await startSlack()
    const [install] = slack.world.installs.values()
    const wire = createWire({ slackApiUrl: slack.apiUrl, tokenOf: async () => install?.bot_token ?? '' })
    await wire.post({ workspace: 'T0LOCAL', channel, message: steps })
    expect(messagesIn(slack, channel)).toMatchObject([{ blocks: [{ type: 'plan' }] }])
  })
})

describe('a message with charts', () => {
  test('is sent unchanged', async () => {
    const { post, shown, sent } = await openWorkspace()
    await post(charted)
    expect(shown()).toEqual([['section', 'data_visualization']])
    expect(sent()).toBe(1)
  })

  test('is sent again in words if Slack refuses the charts, and the next one is sent in words at once', async () => {
    const { post, shown, sent, hasNoCharts, warnings } = await openWorkspace()
    hasNoCharts(1)
    await post(charted)
    await post(charted)
    expect(shown()).toEqual([
      ['section', 'section'],
      ['section', 'section'],
    ])
    expect(sent()).toBe(3)
    expect(warnings).toEqual([{ workspace: 'T0LOCAL', types: [bars.type] }])
  })

  test('tries its charts again after an hour, because Slack may have added them', async () => {
    const { post, shown, clock, hasNoCharts } = await openWorkspace()
    hasNoCharts(1)
    await post(charted)
    await clock.advance(59 * 60_000)
    await post(charted)
    await clock.advance(60_000)
    await post(charted)
    expect(shown().map((types) => types.includes('data_visualization'))).toEqual([false, false, true])
  })

  test('keeps its charts in other workspaces', async () => {
    const { post, shown, hasNoCharts } = await openWorkspace()
    hasNoCharts(1)
    await post(charted)
    await post(charted, 'T0OTHER')
    expect(shown().map((types) => types.includes('data_visualization'))).toEqual([false, true])
  })

  test('fails with Slack’s error if that is not about blocks', async () => {
    const { post, spoil, sent } = await openWorkspace()
    spoil('is_archived')
    await expect(post(charted)).rejects.toThrow('is_archived')
    expect(sent()).toBe(1)
  })

  test('proves nothing about charts if Slack refuses the words as well', async () => {
    const { post, spoil, shown } = await openWorkspace()
    spoil('invalid_blocks')
    spoil('invalid_blocks')
    await expect(post(charted)).rejects.toThrow('invalid_blocks')
    await post(charted)
    expect(shown()).toEqual([['section', 'data_visualization']])
  })
})

test('a message without charts is never sent twice', async () => {
  const { post, spoil, sent } = await openWorkspace()
  spoil('invalid_blocks')
  await expect(post({ text: 'Seven', blocks: [section('Seven')] })).rejects.toThrow('invalid_blocks')
  expect(sent()).toBe(1)
})
