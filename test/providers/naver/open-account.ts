import { naver } from '../../../src/providers/naver/index.ts'
import type { Connection } from '../../../src/providers/provider.ts'
import { type LocalServer, type Received, type Reply, startServer } from '../local-server.ts'
import { openHttp, type TestClock } from '../open-http.ts'

export const answers = {
  accessKey: 'NCPEXAMPLEKEY0000001',
  secretKey: 'exampleNaverSecretThatIsNotReal000000001',
  regionCode: 'KR',
}

export type OpenAccount = { connection: Connection; server: LocalServer; clock: TestClock; warnings: unknown[] }

/**
 * Opens a connection to a server that answers for Object Migration. By default, its clock agrees with Ferry's. A call
 * without a reply hangs.
 */
export async function openAccount(answer: (received: Received) => Reply | undefined): Promise<OpenAccount> {
  const { fetchJson, clock } = openHttp()
  const date = new Date(clock.now()).toUTCString()
  const server = await startServer((received) => {
    const reply = answer(received)
    return reply && { ...reply, headers: { date, ...reply.headers } }
  })
  const warnings: unknown[] = []
  const read = naver.readCredentials({ ...answers, endpoint: server.url.origin })
  if (!read.ok) throw new Error(`Unusable credentials: ${JSON.stringify(read.problems)}`)
  const environment = { clock, fetchJson, warn: (...warning: unknown[]) => void warnings.push(warning) }
  const connection = naver.open({ name: 'prod-ncp', credentials: read.credentials }, environment)
  return { connection, server, clock, warnings }
}

/** A call such as `POST /policy/a/start`. */
export function callsOf(server: LocalServer): string[] {
  return server.received.map(({ method, path }) => `${method} ${path.replace('/migration-api/v1', '')}`)
}

export function refusal(errorCode: string | number, status: number): Reply {
  return { status, body: { error: { errorCode, message: `About ${errorCode}`, details: 'Details' } } }
}
