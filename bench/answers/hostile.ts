import { createLocalSlack } from '../../playground/slack/server.ts'
import type { Bench, Measurement, Row } from '../row.ts'
import { startFerry } from '../world/ferry.ts'
import { type Attack, type AttackParts, attacks } from './attacks.ts'
import { openReplies } from './replies.ts'
import { commandForm, createSlackClient, type SlackClient, signedForm } from './slack-client.ts'

/** Number of commands that run, and of crashes, after requests that Slack would never send. */
export const hostile: Row = {
  name: 'hostile',
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const slack = await createLocalSlack()
    const replies = await openReplies()
    const ferry = await startFerry({ slack, storeUrl: fleets.emptyStore() })
    const client = createSlackClient(ferry.url, connections)
    const signingSecret = slack.app.signingSecret
    const commandAndReply = async () => {
      const { url, arrived } = replies.expect()
      const request = signedForm(signingSecret, commandForm('help', url))
      await client.send(request)
      await arrived
      return request
    }
    try {
      const carriedOut = await commandAndReply()
      const attempts = isQuick ? 1000 : 10_000
      const onslaught = { attempts, parts: { signingSecret, carriedOut, responseUrl: replies.expect().url } }
      const accepted = await attack(client, onslaught)
      await commandAndReply()
      // Leaves out the replies to the two honest commands.
      const replyCount = replies.count() - 2
      return measurements(attempts, { accepted, replyCount, crashes: ferry.isRunning() ? 0 : 1 })
    } finally {
      await client.stop()
      await Promise.all([ferry.stop(), replies.stop()])
      await slack.stop()
    }
  },
}

const connections = 32
/** Rare attacks come once in this many rounds. */
const rareEvery = 30

/** Returns the names of the attacks that were accepted. */
async function attack(
  client: SlackClient,
  { attempts, parts }: { attempts: number; parts: AttackParts },
): Promise<string[]> {
  const accepted: string[] = []
  const waves = wavesOf(attempts, parts)
  const lane = async () => {
    for (const { name, request, isAnswered } of waves) {
      const status = await client.send(request).catch(() => 0)
      if (status >= 200 && status < 300 && isAnswered !== true) accepted.push(name)
    }
  }
  await Promise.all(Array.from({ length: connections }, lane))
  return accepted
}

/** Yields attacks as they are needed, so that their times are right. All lanes draw from it. */
function* wavesOf(attempts: number, parts: AttackParts): Generator<Attack> {
  let sent = 0
  for (let round = 0; ; round += 1) {
    for (const one of attacks(parts)) {
      if (one.isRare === true && round % rareEvery > 0) continue
      if (sent === attempts) return
      sent += 1
      yield one
    }
  }
}

function measurements(
  attempts: number,
  { accepted, replyCount, crashes }: { accepted: string[]; replyCount: number; crashes: number },
): Measurement[] {
  const names = accepted.length === 0 ? '' : ` (${[...new Set(accepted)].join(', ')})`
  return [
    {
      what: `${attempts} malformed, replayed, unsigned or oversized requests`,
      measured: `${accepted.length + replyCount} accepted${names}, ${crashes} crashes`,
      bar: '0 accepted, 0 crashes',
      isMet: accepted.length + replyCount + crashes === 0,
    },
  ]
}
