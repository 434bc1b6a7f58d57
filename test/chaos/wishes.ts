import { firstPolicy } from '../../src/approvals/policy.ts'
import type { Spec } from '../../src/migrations/spec/spec.ts'
import type { WorkspaceStore } from '../../src/store/store.ts'
import { aRequest } from '../approvals/samples.ts'
import type { CreationCloud } from './creation-clouds.ts'

/** A migration that somebody wants, and whether everybody whose approval is needed approves it. */
export type Wish = {
  /** Label that appears in the migration's name or description, in Slack and in its cloud. */
  label: string
  cloud: CreationCloud
  spec: Spec
  channel: string
  isApproved: boolean
  /** The command that requests it. */
  command: string
}

/** Wishes for every kind: this many that will be approved, and one that will not. */
export function wishesFor(
  clouds: readonly CreationCloud[],
  order: { each: number; channels: readonly string[] },
): Wish[] {
  const kinds = clouds.flatMap((cloud) => cloud.specs.map((spec) => ({ cloud, spec })))
  return Array.from({ length: (order.each + 1) * kinds.length }, (_, index) => {
    const { cloud, spec } = kinds[index % kinds.length] ?? {}
    const channel = order.channels[index % order.channels.length]
    if (cloud === undefined || spec === undefined || channel === undefined) throw new Error('There is nothing to wish')
    const label = `wish-${index + 1}`
    return {
      ...{ label, cloud, channel },
      spec: { ...specOf(spec, cloud), ...(spec.name === undefined ? { description: label } : { name: label }) },
      isApproved: index < order.each * kinds.length,
      command: `create --again ${pastIdOf(index)}`,
    }
  })
}

/**
 * Writes the records that commands would have written. Each wish was requested and withdrawn before, so that one
 * command requests it again.
 */
export async function furnish(
  { accounts, storageKeys, policies, requests }: WorkspaceStore,
  { clouds, wishes }: { clouds: readonly CreationCloud[]; wishes: readonly Wish[] },
): Promise<void> {
  const now = Date.now()
  const created = { createdBy: asker, createdAt: now }
  for (const { provider, answers, keys } of clouds) {
    const { name } = provider
    const read = provider.readCredentials(answers)
    if (!read.ok) throw new Error(JSON.stringify(read.problems))
    await accounts.set(name, { name, provider: name, credentials: read.credentials, facts: read.facts, ...created })
    for (const [side, secret = {}] of [
      ['source', keys.source],
      ['target', keys.target],
    ] as const) {
      await storageKeys.set(`${name}-${side}`, { name: `${name}-${side}`, secret, ...created })
    }
  }
  const patient = { ...firstPolicy, expiresAfterMs: 80 * 24 * 3_600_000, remindAfterMs: [] }
  await policies.set('000001', { ...patient, version: 1, needed: approvers.length, changedBy: asker, changedAt: now })
  for (const [index, { spec, channel }] of wishes.entries()) {
    const id = pastIdOf(index)
    const past = aRequest({ requestedBy: asker, spec })
    const request = { ...past, id, requestedAt: now, status: { type: 'withdrawn', by: asker, at: now } } as const
    await requests.set(id, { request, posting: { channel, createdAt: now, outbox: [], nextSeq: now } })
  }
}

export const asker = 'U0ENGINEER'
export const approvers = ['U0LEAD', 'U0ONCALL']

function specOf({ source, target, ...rest }: Spec, { provider: { name } }: CreationCloud): Spec {
  const opensTarget = target.key !== undefined
  return {
    ...rest,
    account: name,
    source: { ...source, key: `${name}-source` },
    target: { ...target, ...(opensTarget ? { key: `${name}-target` } : {}) },
  }
}

function pastIdOf(index: number): string {
  return `r-${index.toString(16).padStart(6, '0')}`
}
