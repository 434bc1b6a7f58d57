import { setTimeout as sleep } from 'node:timers/promises'
import type { LocalSlack } from '../../playground/slack/server.ts'
import type { Watch } from '../../src/store/store.ts'
import { slackEnvironment } from '../world/ferry.ts'
import { cardTs } from '../world/fleet.ts'

/**
 * A plain loop that edits one card after the other as often as Slack allows. A card that changed goes first. An edit that
 * Slack refuses for its limits, since a busy machine spaces them unevenly, is repeated when Slack says.
 */
export type BareEdits = {
  /** Edits a card in the next turn. Resolves when Slack has accepted it. */
  change(watch: Watch): Promise<void>
  stop(): Promise<void>
}

const editIntervalMs = 60_000 / 50

export function startBareEdits(slack: LocalSlack, watches: readonly Watch[]): BareEdits {
  const edit = editsIn(slack)
  const ending = new AbortController()
  const changed: { watch: Watch; done(): void }[] = []
  let turns = 0

  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      const next = changed.shift()
      const watch = next?.watch ?? watches[turns % watches.length]
      turns += 1
      const edited = watch && edit(watch, turns)
      void edited?.then(next?.done)
      await sleep(editIntervalMs, undefined, { signal: ending.signal }).catch(() => {})
      await edited
    }
  }

  const running = run()
  return {
    change(watch) {
      const { promise, resolve } = Promise.withResolvers<void>()
      changed.push({ watch, done: resolve })
      return promise
    },
    async stop() {
      ending.abort()
      await running
    },
  }
}

function editsIn(slack: LocalSlack): (watch: Watch, turn: number) => Promise<void> {
  const authorization = `Bearer ${slackEnvironment(slack).SLACK_BOT_TOKEN}`
  return async (watch, turn) => {
    const body = new URLSearchParams({ channel: watch.channel, ts: cardTs(watch), text: `Edit ${turn}` })
    for (;;) {
      const answer = await fetch(`${slack.apiUrl}chat.update`, { method: 'POST', headers: { authorization }, body })
      await answer.text()
      if (answer.ok) return
      if (answer.status !== 429) throw new Error(`Slack refused an edit: ${answer.status}`)
      await sleep(Number(answer.headers.get('retry-after') ?? 1) * 1000)
    }
  }
}
