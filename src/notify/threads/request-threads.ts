import type { Channels } from '../../send/channels.ts'
import type { Thread } from '../../send/thread/threads.ts'
import type { RequestRecord, WorkspaceStore } from '../../store/store.ts'
import { stateOf, type ThreadSource, unfinishedOf } from './threads.ts'

/** The ids of requests begin with this. */
const prefix = 'r-'

type RequestThreadParts = { requests: Pick<WorkspaceStore['requests'], 'get' | 'list'>; channels: Channels }

/** The threads of requests: what somebody asked for, and what became of it. */
export function requestThreads({ requests, channels }: RequestThreadParts): ThreadSource {
  const read = (record: RequestRecord) => stateOf(threadOf(record), record.posting, channels)
  const owns = (id: string) => id.startsWith(prefix) && !id.includes('/')
  return {
    owns,
    async read(id) {
      const record = await requests.get(id)
      return record && read(record)
    },
    async inChannel(channel) {
      const { items } = await requests.list()
      return items.flatMap(({ request, posting }) => (posting.channel === channel ? [request.id] : []))
    },
    async unfinished() {
      const accepted = channels.all().flatMap(({ receipts }) => Object.keys(receipts).filter(owns))
      const { items, unreadable } = await requests.list()
      const kept = new Set([...items.map(({ request }) => request.id), ...unreadable])
      await channels.forget(accepted.filter((id) => !kept.has(id)))
      return items.flatMap((record) => unfinishedOf(read(record)))
    },
  }
}

function threadOf({ request: { id, requestedBy }, posting: { channel, createdAt } }: RequestRecord): Thread {
  return {
    id,
    channel,
    createdBy: requestedBy,
    createdAt,
    purpose: `Ferry shows your request \`${id}\` in <#${channel}>`,
    stop: `withdraw ${id}`,
  }
}
