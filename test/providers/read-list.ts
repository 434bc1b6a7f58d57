import { type Kind, kinds, type Migration } from '../../src/migrations/migration.ts'
import type { Connection, ListPart, Provider } from '../../src/providers/provider.ts'

/** Reads the whole list of a kind, one page after the other, as the observer of an account does over many rounds. */
export async function readList(
  connection: Pick<Connection, 'readPage'>,
  part: Omit<ListPart, 'offset'>,
  mostPages = 20,
): Promise<Migration[]> {
  const all: Migration[] = []
  let offset = 0
  for (let count = 0; count < mostPages; count += 1) {
    const { migrations, rows, isLast } = await connection.readPage({ ...part, offset }, {})
    all.push(...migrations)
    if (isLast) return all
    offset += rows
  }
  return all
}

/** Reads the lists of all kinds that a cloud has. */
export async function readLists(
  connection: Pick<Connection, 'readPage'>,
  provider: Pick<Provider, 'kinds'>,
): Promise<Migration[]> {
  const offered: Kind[] = kinds.filter((kind) => provider.kinds[kind] !== undefined)
  return (await Promise.all(offered.map((kind) => readList(connection, { kind })))).flat()
}
