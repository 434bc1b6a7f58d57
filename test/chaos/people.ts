import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { commandForm, createSlackClient, type SlackClient, signedForm } from '../../bench/answers/slack-client.ts'
import { listenOn } from '../../bench/world/listen.ts'
import { happened } from '../happenings.ts'

/** People who type commands, and what became of them. */
export type People = {
  /** Sends one command. Resolves to its id when it is acknowledged, and to undefined if it is refused. */
  type(): Promise<string | undefined>
  /** Ids of acknowledged commands without an answer. `posted` is what Ferry sent without a response_url. */
  silent(posted: readonly string[]): string[]
  /** Statuses or errors of the commands that were not acknowledged. */
  refused: string[]
  sent(): number
  stop(): Promise<void>
}

export type PeopleParts = {
  signingSecret: string
  /** Makes a migration for the next command to ask about. Returns its id. */
  addTask(): string
  /** Whether each command comes over a connection of its own. By default, connections are kept. */
  isEachOnItsOwn?: boolean
}

export async function createPeople(
  url: string,
  { signingSecret, addTask, isEachOnItsOwn: endsConnection = false }: PeopleParts,
): Promise<People> {
  const client: SlackClient = createSlackClient(url, 64)
  const mailbox = await openMailbox()
  const refused: string[] = []
  const acknowledged: string[] = []
  let sent = 0
  return {
    async type(): Promise<string | undefined> {
      sent += 1
      const id = addTask()
      const form = signedForm(signingSecret, commandForm(`status ${id}`, `${mailbox.url}/${id}`))
      const status = await client.send({ ...form, endsConnection }).catch((error: unknown) => String(error))
      if (status !== 200) return void refused.push(String(status))
      acknowledged.push(id)
      return id
    },
    silent(posted: readonly string[]) {
      const isPosted = (id: string) => posted.some((body) => isAnswer(body) && body.includes(id))
      return acknowledged.filter((id) => !mailbox.answered.has(id)).filter((id) => !isPosted(id))
    },
    refused,
    sent: () => sent,
    async stop() {
      await client.stop()
      await mailbox.stop()
    },
  }
}

/** Receives the answers at the response_urls, one for each id. */
async function openMailbox() {
  const answered = new Set<string>()
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const body = Buffer.concat(await request.toArray()).toString()
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}')
    if (!isAnswer(body)) return
    answered.add(request.url?.slice(1) ?? '')
    happened()
  }
  const server = await listenOn(createServer((request, response) => void take(request, response)))
  return { ...server, answered }
}

/** Whether a message is an answer. One that only says that the answer takes a moment is none. */
function isAnswer(body: string): boolean {
  return !body.includes('On it: ')
}
