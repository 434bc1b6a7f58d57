import { expect } from 'vitest'
import { validateView } from '../../playground/slack/blockkit/validate.ts'
import type { Migration } from '../../src/migrations/migration.ts'
import type { Modal } from '../../src/views/blocks/message.ts'
import { sample } from '../migrations/sample.ts'
import { filledIn, readable } from '../views/readable.ts'
import { createDesk, type Desk, shownIn, type Typing } from './desk.ts'

export const groupId = 'group:C1#1760000000000'
/** The command of the button that retries all members. */
export const retryAll = `retry --group ${groupId}`
export const storedKeys = ['photos-read', 'archive-write', 'other']

/** A desk with an account and storage keys, where somebody retries a group of failed migrations. */
export async function createRetrying() {
  const desk = await createDesk()
  await desk.addAccount()
  for (const name of storedKeys) await desk.addKey(name)
  const sends: Sends = (form, keys, how = {}) => {
    const asked = Object.keys(filledIn(form))
    const answers = asked.flatMap((name, at) => (keys[at] === undefined ? [] : [[name, keys[at]]]))
    return desk.types(commandOf(form), { ...how, asked, answers: Object.fromEntries(answers) })
  }
  return {
    desk,
    /** Makes a group of migrations that the cloud has and Ferry knows. */
    async group(...migrations: Migration[]): Promise<void> {
      desk.cloud.add(...migrations)
      await desk.hasListed(...migrations)
      await desk.tools.store.groups.set(groupId, groupOf(migrations))
    },
    /** Presses the button, and returns the form that opens. */
    async opens(command = retryAll, how: Typing = {}): Promise<Modal> {
      const { reply } = await desk.types(command, how)
      if (reply.type !== 'form') throw new Error(`No form, but ${JSON.stringify(shownIn(reply))}`)
      expect(validateView(reply.modal)).toEqual([])
      return reply.modal
    },
    sends,
    reads: async (...sent: Parameters<Sends>) => readable(shownIn((await sends(...sent)).reply)),
    /** The numbers of the migrations that were started, each with its source and destination key. */
    startedWith: () =>
      desk.cloud.orders.map(({ id, source, destination }) => [
        Number(id) - firstId,
        ...[source, destination].map((key) => key?.accessKey?.replace('EXAMPLE-', '')),
      ]),
  }
}

/** Answers the questions of a form in their order, and sends it. */
type Sends = (form: Modal, keys: readonly (string | undefined)[], how?: Typing) => ReturnType<Desk['types']>

/** A failed migration that needs two keys, between buckets of these names. */
export function failed(number: number, buckets: { from?: string; to?: string; account?: string } = {}): Migration {
  const { from = 'photos', to = 'archive', account = 'prod-hw' } = buckets
  return sample({
    account,
    id: String(firstId + number),
    state: 'failed',
    source: { cloud: 'AWS', region: 'us-east-1', bucket: from },
    target: { cloud: 'Huawei Cloud', region: 'cn-north-4', bucket: to },
    needsOnStart: ['source-key', 'target-key'],
  })
}

const firstId = 191_200_000_000_000

/** The command that a form sends. */
export function commandOf({ private_metadata = '{}' }: Modal): string {
  const memo: { command: string } = JSON.parse(private_metadata)
  return memo.command
}

function groupOf(migrations: readonly Migration[]) {
  const members = migrations.map(({ account, id, source, target }, seq) => ({
    ...{ watchId: `${account}/${id}@C1`, seq, at: 1, account, migrationId: id, state: 'failed' as const },
    ...{ from: source.bucket ?? '?', to: target.bucket ?? '?' },
  }))
  return { id: groupId, channel: 'C1', cause: 'failed', failure: {}, openedAt: 1, members }
}
