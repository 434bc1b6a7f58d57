import { Agent, request } from 'undici'
import { z } from 'zod'
import { signRequest } from '../../src/providers/huawei/client/sign.ts'
import { accountName, cloudAccounts } from '../world/accounts.ts'

/** Accounts that are read at once, and calls at once in one account: as many as Ferry allows itself. */
const accountsAtOnce = 8
const callsAtOnce = 3

const callsSchema = z.array(z.object({ account: z.string(), url: z.string() }))
type Call = z.infer<typeof callsSchema>[number]

/**
 * A client in a child process that makes the calls that it is given, without waiting for one before another, and does
 * nothing with the answers but parse them. It answers with the time that this took.
 */
async function main(): Promise<void> {
  const { CLOUD_URL: url = '', ACCOUNTS: accounts = '' } = process.env
  const agent = new Agent()
  const keys = new Map(cloudAccounts(Number(accounts)).map((account, index) => [accountName(index), account]))

  async function readPage({ account, url }: Call): Promise<void> {
    const { projectId, ...pair } = keys.get(account) ?? { projectId: '', accessKey: '', secretKey: '' }
    const headers = signRequest(
      { method: 'GET', url: new URL(url), headers: { 'X-Project-Id': projectId } },
      pair,
      new Date(),
    )
    const answer = await request(url, { dispatcher: agent, headers })
    await answer.body.json()
  }

  const readAccount = (calls: readonly Call[]) => inLanes(calls, callsAtOnce, readPage)

  process.on('message', async (asked) => {
    const calls = callsSchema.parse(JSON.parse(z.string().parse(asked)))
    const usedBefore = process.cpuUsage()
    const startedAt = performance.now()
    await inLanes([...Map.groupBy(calls, ({ account }) => account).values()], accountsAtOnce, readAccount)
    const tookMs = performance.now() - startedAt
    const { user, system } = process.cpuUsage(usedBefore)
    process.send?.({ tookMs, cpuMs: (user + system) / 1000 })
  })
  process.once('SIGTERM', () => agent.close().finally(() => process.exit(0)))
  process.stdout.write(`${JSON.stringify({ url })}\n`)
}

async function inLanes<Item>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = [...items]
  const lane = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`)
  process.exit(1)
})
