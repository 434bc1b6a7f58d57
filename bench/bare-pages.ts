import { Agent, request } from 'undici'
import { signRequest } from '../src/providers/huawei/client/sign.ts'
import { accountName, cloudAccounts } from './accounts.ts'
import type { Requested } from './bot-parts.ts'

/** A client that makes the same calls without Ferry, and does nothing with the answers but parse them. */
export type BarePages = { read(calls: readonly Requested[]): Promise<void>; stop(): Promise<void> }

/** Accounts that are read at once, and calls at once in one account: as many as Ferry's. */
const accountsAtOnce = 8
const callsAtOnce = 3

export function openBarePages(accounts: number): BarePages {
  const agent = new Agent()
  const keys = new Map(cloudAccounts(accounts).map((account, index) => [accountName(index), account]))

  async function readPage({ account, url }: Requested): Promise<void> {
    const { projectId, ...pair } = keys.get(account) ?? { projectId: '', accessKey: '', secretKey: '' }
    const headers = signRequest({ method: 'GET', url, headers: { 'X-Project-Id': projectId } }, pair, new Date())
    const answer = await request(url, { dispatcher: agent, headers })
    await answer.body.json()
  }

  async function readAccount([first, ...others]: readonly Requested[]): Promise<void> {
    if (first !== undefined) await readPage(first)
    await inLanes(others, callsAtOnce, readPage)
  }

  return {
    read: (calls) => inLanes([...Map.groupBy(calls, ({ account }) => account).values()], accountsAtOnce, readAccount),
    stop: () => agent.close(),
  }
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
