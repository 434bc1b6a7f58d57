import type { Call } from '../../../src/providers/http/endpoint.ts'
import { createOmsCall } from '../../../src/providers/huawei/client/client.ts'
import { accountOf } from '../../../src/providers/huawei/client/credentials.ts'
import { huawei } from '../../../src/providers/huawei/index.ts'
import type { Connection } from '../../../src/providers/provider.ts'
import { type LocalServer, type Received, type Reply, startServer } from '../local-server.ts'
import { openHttp, type TestClock } from '../open-http.ts'

export const projectId = '2c0689c860ad4728a497c91ec0844383'
export const keyAnswers = {
  region: 'cn-north-4',
  projectId,
  accessKey: 'HWEXAMPLEAK0000000AK',
  secretKey: 'exampleSecretKey0000000000000000000000SK',
}
export const userAnswers = {
  region: 'cn-north-4',
  projectId,
  iamDomain: 'example',
  iamUser: 'ferry',
  iamPassword: 'not-a-password',
}

type World = { server: LocalServer; clock: TestClock; warnings: unknown[] }
export type OpenAccount = World & { connection: Connection }

/** Opens a connection to a server that answers for OMS and IAM. By default, its clock agrees with Ferry's. */
export async function openAccount(
  answer: (received: Received) => Reply,
  answers: Readonly<Record<string, string>> = keyAnswers,
): Promise<OpenAccount> {
  const { account, environment, ...world } = await serve(answer, answers)
  return { connection: huawei.open(account, environment), ...world }
}

async function serve(answer: (received: Received) => Reply, answers: Readonly<Record<string, string>>) {
  const { fetchJson, clock } = openHttp()
  const date = new Date(clock.now()).toUTCString()
  const server = await startServer((received) => {
    const reply = answer(received)
    return { ...reply, headers: { date, ...reply.headers } }
  })
  const warnings: unknown[] = []
  const endpoint = server.url.origin
  const read = huawei.readCredentials({ ...answers, omsEndpoint: endpoint, iamEndpoint: endpoint })
  if (!read.ok) throw new Error(`Unusable credentials: ${JSON.stringify(read.problems)}`)
  const environment = { clock, fetchJson, warn: (...warning: unknown[]) => void warnings.push(warning) }
  return { account: { name: 'prod-hw', credentials: read.credentials }, environment, server, clock, warnings }
}

/** Opens single operations of OMS. */
export async function openApi(answer: () => Reply): Promise<{ call: Call; server: LocalServer }> {
  const server = await startServer(answer)
  const { fetchJson, clock } = openHttp()
  const account = accountOf({ ...keyAnswers, omsEndpoint: server.url.origin })
  return { call: createOmsCall('prod-hw', account, { clock, fetchJson, warn: () => {} }), server }
}

/** A call such as `POST /tasks/1/stop`, without the project. */
export function callsOf(server: LocalServer): string[] {
  return server.received.map(({ method, path }) => `${method} ${path.replace(`/v2/${projectId}`, '')}`)
}

export function refusal(error_code: string, status = 400): Reply {
  return {
    status,
    body: { error_code, error_msg: `About ${error_code}`, error_detail: 'field', request_id: 'request-1' },
  }
}
