import { AppError } from '../../src/errors.ts'
import { isSettled, type Migration } from '../../src/migrations/migration.ts'
import type { CallOptions, Connection, Provider, Target } from '../../src/providers/provider.ts'
import { provider } from './samples.ts'

/** A cloud of one account in memory, which counts what it is asked. */
export type FakeCloud = {
  migrations: Map<string, Migration>
  /** `list` or `show <id>`, oldest first. */
  calls: string[]
  /** Thrown by the call that is named; `list` or `show <id>`. */
  failures: Map<string, AppError>
  /** While set, calls wait for it. */
  gate: Promise<void> | undefined
  provider: Provider
  connection: Connection
}

export function createFakeCloud(): FakeCloud {
  const cloud: FakeCloud = {
    migrations: new Map(),
    calls: [],
    failures: new Map(),
    gate: undefined,
    provider: {
      ...provider,
      name: 'huawei',
      domains: [],
      isWholeId,
      accountFields: [],
      readCredentials,
      identify,
      open,
    },
    connection: { check: noCall, list: noCall, pause: noCall, start: noCall, delete: noCall, listActive, show },
  }

  async function answer(call: string, signal: AbortSignal | undefined): Promise<void> {
    cloud.calls.push(call)
    await cloud.gate
    signal?.throwIfAborted()
    const failure = cloud.failures.get(call)
    if (failure !== undefined) throw failure
  }

  async function listActive({ signal }: CallOptions): Promise<Migration[]> {
    await answer('list', signal)
    return [...cloud.migrations.values()].filter(({ state }) => !isSettled(state))
  }

  async function show({ id }: Target, { signal }: CallOptions): Promise<Migration | undefined> {
    await answer(`show ${id}`, signal)
    return cloud.migrations.get(id)
  }

  function open(): Connection {
    return cloud.connection
  }

  return cloud
}

export const denied = () => new AppError('provider_denied', { provider: 'Huawei Cloud OMS', account: 'prod-hw' })
export const unreachable = () => new AppError('provider_unreachable', { provider: 'Huawei Cloud OMS' })

async function noCall(): Promise<never> {
  throw new Error('The poller must not call this')
}

function isWholeId(): boolean {
  return true
}

function identify() {
  return {}
}

function readCredentials(): ReturnType<Provider['readCredentials']> {
  return { ok: false, problems: {} }
}
