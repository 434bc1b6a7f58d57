import type { z } from 'zod'
import { type Clock, steadyBeside } from '../../async/clock.ts'
import { AppError } from '../../errors/errors.ts'
import type { Log } from '../../log.ts'
import { type Backend, entriesIn } from '../backend.ts'
import { dropOldCanaries, openCanary, proveKeys } from '../keys/canary.ts'
import { reseal } from '../keys/reseal.ts'
import type { Sealer } from '../keys/seal.ts'
import { probe } from '../probe.ts'
import { auditSorts, recordSorts, type WorkspaceSort, workspaceSorts } from '../records.ts'
import { createSeen } from '../seen.ts'
import type { Change, Claim, Store, WorkspaceStore } from '../store.ts'
import { createAuditTrail } from './audit-trail.ts'
import { type CollectionOptions, createCollection } from './collection.ts'
import { isOf, nameIn, namespaceAside, namespaceOf } from './namespace.ts'
import { createWorkspaceRegister, type WorkspaceRegister } from './workspaces.ts'

/**
 * Creates the store over any backend: a Keyv namespace for the installs and one for each sort of record in each
 * workspace.
 */
export function createStore(parts: StoreParts): Store {
  const { backend, sealer } = parts
  const register = createWorkspaceRegister(backend)
  const installs = open(parts, {
    namespace: 'installs',
    name: 'installs',
    sort: recordSorts.installs,
    beforeSet: register.note,
  })
  const opened = new Map<string, WorkspaceStore>()
  return {
    installs,
    workspaces: register.list,
    in(workspace) {
      const store = opened.get(workspace) ?? openWorkspace({ ...parts, register }, workspace)
      opened.set(workspace, store)
      return store
    },
    claim: backend.claim,
    lease: backend.lease,
    holdersOf: backend.holdersOf,
    isNew: createSeen({ ...parts, clock: steadyBeside(parts.clock) }),
    signals: backend.signals,
    reseal: async (signal) => reseal({ backend, sealer, namespaces: sealedNamespaces(await register.list()), signal }),
    retireOldKeys: () => dropOldCanaries({ backend, sealer }),
    async prove() {
      await probe(backend)
      await openCanary({ backend, sealer })
    },
    proveKeys: async (lost = []) =>
      proveKeys({ backend, sealer, lost, namespaces: sealedNamespaces(await register.list()) }),
    stop: backend.stop,
  }
}

export type StoreParts = { backend: Backend; sealer: Sealer; clock: Clock; log?: Log<'info' | 'warn'> }
type WorkspaceParts = StoreParts & { register: WorkspaceRegister }

function openWorkspace(parts: WorkspaceParts, workspace: string): WorkspaceStore {
  const beforeSet = () => parts.register.note(workspace)
  const openIn = <Item>(name: WorkspaceSort, sort: Sort<Item>) =>
    open(parts, { namespace: namespaceOf(workspace, name), name, sort, beforeSet })
  return {
    accounts: openIn('accounts', recordSorts.accounts),
    storageKeys: openIn('storageKeys', recordSorts.storageKeys),
    keyUses: openIn('keyUses', recordSorts.keyUses),
    grants: openIn('grants', recordSorts.grants),
    owners: openIn('owners', recordSorts.owners),
    audit: createAuditTrail({
      records: openIn('auditRecords', recordSorts.auditRecords),
      heads: openIn('auditHeads', recordSorts.auditHeads),
      lock: (ttlMs) => parts.backend.claim(`audit:${workspace}`, ttlMs),
      lastSeq: () => lastSeqIn(parts.backend, namespaceOf(workspace, 'auditRecords')),
      clock: parts.clock,
    }),
    policies: openIn('policies', recordSorts.policies),
    requests: openIn('requests', recordSorts.requests),
    drafts: openIn('drafts', recordSorts.drafts),
    watches: openIn('watches', recordSorts.watches),
    subscriptions: openIn('subscriptions', recordSorts.subscriptions),
    patience: openIn('patience', recordSorts.patience),
    acks: openIn('acks', recordSorts.acks),
    known: openIn('known', recordSorts.known),
    checkpoints: openIn('checkpoints', recordSorts.checkpoints),
    health: openIn('health', recordSorts.health),
    channels: openIn('channels', recordSorts.channels),
    groups: openIn('groups', recordSorts.groups),
    repairs: openIn('repairs', recordSorts.repairs),
    commit: (changes, fence) => commit(parts, workspace, { changes, fence }),
    purge: () => purge(parts, workspace),
  }
}

async function lastSeqIn(backend: Backend, namespace: string): Promise<number> {
  let last = 0
  for await (const [key] of entriesIn(backend, namespace)) last = Math.max(last, Number(nameIn(namespace, key)))
  return last
}

type Commit = { changes: readonly Change[]; fence: Claim | undefined }

async function commit({ backend, register }: WorkspaceParts, workspace: string, { changes, fence }: Commit) {
  if (changes.some(({ key }) => !isOf(workspace, key))) throw new RangeError('A commit must not cross workspaces')
  if (changes.some(({ text }) => text !== undefined)) await register.note(workspace)
  if (!(await backend.commit(changes, fence))) throw new AppError('lease_lost')
}

/**
 * Deletes everything of a workspace but its audit. The workspace stays registered, so that its audit is sealed again
 * with each new key.
 */
async function purge({ backend }: WorkspaceParts, workspace: string): Promise<void> {
  const forgotten = workspaceSorts.filter((name) => !auditSorts.includes(name))
  for (const name of forgotten) {
    await backend.clear(namespaceOf(workspace, name))
    await backend.clear(namespaceAside(namespaceOf(workspace, name)))
  }
}

function sealedNamespaces(workspaces: readonly string[]): string[] {
  const sorts = workspaceSorts.filter((name) => recordSorts[name].isSealed)
  return ['installs', ...workspaces.flatMap((workspace) => sorts.map((name) => namespaceOf(workspace, name)))]
}

type Sort<Item> = { schema: z.ZodType<Item>; isSealed: boolean; lifetimeMs?: number }
type Place<Item> = Pick<CollectionOptions<Item>, 'namespace' | 'name' | 'beforeSet'> & { sort: Sort<Item> }

function open<Item>({ backend, sealer, log }: StoreParts, { sort, ...place }: Place<Item>) {
  const { isSealed, ...kept } = sort
  return createCollection({ ...place, ...kept, backend, ...(isSealed && { sealer }), ...(log && { log }) })
}
