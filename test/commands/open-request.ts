import type { MigrationRequest } from '../../src/approvals/request.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import type { RequestRecord } from '../../src/store/store.ts'
import { readable, typedBy } from '../views/readable.ts'
import { type Checkable, type Creator, createCreating } from './creator.ts'
import type { Desk } from './desk.ts'

/** A request by U1 to copy 2026/ of photos to archive. It needs two approvals and has one, by U0LEAD. */
export type OpenRequest = {
  desk: Desk
  person: Creator
  found: Checkable
  id: string
  record(): Promise<RequestRecord>
  /** All requests, oldest first. */
  requests(): Promise<MigrationRequest[]>
  /** The commands of the card's buttons, by label. */
  buttons(): Promise<Record<string, string>>
}

export const lead = { user: 'U0LEAD' }

export async function createOpenRequest(): Promise<OpenRequest> {
  const { desk, found, person } = await createCreating(huawei)
  for (const name of ['U0LEAD', 'U0OTHER']) await desk.types(`roles give <@${name}> approver`)
  await desk.types('approvals set', { answers: { needed: '2', self: 'no', expires: '24' } })
  await person.opens(
    'create AWS/photos/2026/ to archive --source photos-read --target archive-write --region us-east-1',
  )
  await person.sends()
  const [first] = (await desk.tools.store.requests.list()).items
  const id = first?.request.id ?? ''
  await desk.types(`approve ${id}`, lead)
  await desk.clock.advance(1000)
  const record = async () => {
    const kept = await desk.tools.store.requests.get(id)
    if (kept === undefined) throw new Error(`There is no ${id}`)
    return kept
  }
  return {
    ...{ desk, person, found, id, record },
    async requests() {
      const { items } = await desk.tools.store.requests.list()
      return items.map(({ request }) => request).toSorted((a, b) => a.requestedAt - b.requestedAt)
    },
    buttons: async () => typedBy((await record()).posting.card?.message ?? { blocks: [] }),
  }
}

/** The lines of the last answer that was no page. */
export function heardBy({ answer }: Creator): string {
  return readable(answer() ?? { blocks: [] }).join('\n')
}

export function titleOf({ page }: Creator): string {
  return page().title.text
}
