import type { Migration } from '../../../migrations/migration.ts'
import { findMarked } from '../../creation/find-marked.ts'
import { isMarked } from '../../creation/token.ts'
import type { MadeOrder } from '../../provider.ts'
import { label } from '../client/client.ts'
import { listWhole } from '../reading/lists.ts'
import type { KindReader } from '../reading/reader.ts'
import { type Calling, readOne } from '../targets.ts'

/**
 * Finds the migration that was created with a token. How OMS sorts its lists is not documented, so Ferry reads the
 * whole list.
 */
export async function findCreated(
  reader: KindReader,
  { spec, token, since, besides }: MadeOrder,
  calling: Calling,
): Promise<Migration | undefined> {
  const list = reader.list()
  if (list === undefined) return undefined
  const { session, options } = calling
  return findMarked({
    about: { provider: label, account: session.account },
    ...{ spec, since, besides },
    listing: await listWhole(list, session, options),
    textOf: ({ description }) => description,
    isOurs: (text) => isMarked(text, token),
    show: (migration) => readOne(reader, calling, migration),
  })
}
