import type { Call } from '../../../src/providers/http/endpoint.ts'
import type { CallOptions, Connection, Target } from '../../../src/providers/provider.ts'
import { createUpCloudCall } from '../../../src/providers/upcloud/client.ts'
import { accountOf } from '../../../src/providers/upcloud/credentials.ts'
import { upcloud } from '../../../src/providers/upcloud/index.ts'
import { type LocalServer, type Received, type Reply, startServer } from '../local-server.ts'
import { openHttp } from '../open-http.ts'
import { operationsOf } from '../operations.ts'

export const serviceUuid = '0ab2f83f-03f3-4c48-9a38-0a3e89c6d024'
export const tokenAnswers = { serviceUuid, token: 'ucat_EXAMPLETOKENTHATISNOTREAL' }
export const userAnswers = { serviceUuid, username: 'ferry', password: 'not-a-password' }

export type OpenAccount = { connection: Connection; call: Call; server: LocalServer; warnings: unknown[] }

/** Opens a connection to a server that answers for UpCloud. A call without a reply hangs. */
export async function openAccount(
  answer: (received: Received) => Reply | undefined,
  answers: Readonly<Record<string, string>> = tokenAnswers,
): Promise<OpenAccount> {
  const server = await startServer(answer)
  const { fetchJson, clock } = openHttp()
  const warnings: unknown[] = []
  const read = upcloud.readCredentials({ ...answers, endpoint: server.url.origin })
  if (!read.ok) throw new Error(`Unusable credentials: ${JSON.stringify(read.problems)}`)
  const environment = { clock, fetchJson, warn: (...warning: unknown[]) => void warnings.push(warning) }
  const connection = upcloud.open({ name: 'prod-uc', credentials: read.credentials }, environment)
  const call = createUpCloudCall('prod-uc', accountOf(read.credentials), environment)
  return { connection, call, server, warnings }
}

/** A call such as `GET /jobs`, without the service. */
export function callsOf(server: LocalServer): string[] {
  const ownService = `/object-storage-2/${serviceUuid}`
  return server.received.map(({ method, path }) => `${method} ${path.replace('/1.3', '').replace(ownService, '')}`)
}

export async function cancel(connection: Connection, target: Target, options: CallOptions = {}): Promise<void> {
  if (operationsOf(connection).cancel === undefined) throw new Error('The connection cannot cancel')
  return operationsOf(connection).cancel(target, options)
}
