import { isAppError, say } from '../../../errors/errors.ts'
import { projectOf } from '../../../fleet/judge/identity.ts'
import { isEnded, type Kind, kinds, type Migration, states } from '../../../migrations/migration.ts'
import { sameMigrationWarning } from '../../../migrations/spec/same-way.ts'
import type { PreflightCheck, Spec } from '../../../migrations/spec/spec.ts'
import type { Connection, KindCapabilities, ListPart, Provider } from '../../../providers/provider.ts'
import type { Account } from '../../../store/store.ts'
import { lookAround } from '../../find/look.ts'
import type { Tools } from '../../machine/command.ts'

/** The account in which something is to be created, and its kind. */
type Looking = {
  account: Account
  provider: Provider
  kind: Kind
  connection: Pick<Connection, 'readPage'>
  tools: Tools
}

/**
 * Checks whether something that has not ended moves the same objects already: what Ferry knows of the account, and what
 * the cloud shows of the same kind just now. Two migrations must not write the same objects, so it passes only if both
 * are whole.
 */
export async function sameMigrationCheck(spec: Spec, context: Looking): Promise<PreflightCheck> {
  const known = await readKnown(spec, context)
  const live = await readLive(context).catch((error: unknown) => {
    if (!isAppError(error)) throw error
    const doubt = { what: say(error).what, next: 'Check again, or continue without knowing.' }
    return { migrations: [], doubt, covers: () => false }
  })
  // Something that is known to move, and that a list of what moves does not show, has ended.
  const others = known.migrations.filter((one) => !live.covers(one))
  const warning = sameMigrationWarning(spec, [...live.migrations, ...others])
  if (warning !== undefined) return warning
  const doubt = live.doubt ?? known.doubt
  if (doubt !== undefined) return { name: 'same migration', outcome: 'unknown', ...doubt }
  return { name: 'same migration', outcome: 'pass', what: 'No similar migration is running.' }
}

/** `doubt`: why there may be others. */
type Active = { migrations: readonly Migration[]; doubt?: Pick<PreflightCheck, 'what' | 'next'> }
/** `covers`: whether a migration would have been shown if it still moved. */
type Live = Active & { covers(migration: Migration): boolean }

const active = states.filter((state) => !isEnded(state))
const consoleNext = 'Check its console: two migrations must not write the same objects.'
const cut = { what: 'No similar migration is listed, and the cloud may not list all of them.', next: consoleNext }
const unlisted = {
  what: 'No similar migration is known, and Ferry is still listing this account.',
  next: 'Check again in a few minutes, or check the cloud’s console.',
}

/** Known migrations that move to the same bucket in the account. An account that was never listed is listed first. */
async function readKnown({ target }: Spec, { account, provider, tools }: Looking): Promise<Active> {
  const read = async () => {
    const accounts = [{ account: account.name, identity: projectOf(account, provider) }]
    const text = target.bucket === undefined ? {} : { text: target.bucket }
    const asked = { type: 'list', accounts, kinds, states: active, offset: 0, limit: mostKnown, ...text } as const
    return (await tools.fleet.ask(asked)).list
  }
  const isListed = (list: Awaited<ReturnType<typeof read>>) => list?.accounts.every((one) => one.isListed) === true
  let list = await read()
  if (!isListed(list) && (await lookAround([account.name], tools))) list = await read()
  const migrations = (list?.rows ?? []).map(({ head }) => head)
  if (!isListed(list)) return { migrations, doubt: unlisted }
  const isWhole = list !== undefined && list.total <= list.rows.length && !list.accounts.some(({ isCut }) => isCut)
  return isWhole ? { migrations } : { migrations, doubt: cut }
}

const mostKnown = 1_000

/** Moving migrations that the cloud shows now. Lists that can be filtered are; others are read to their end. */
async function readLive({ connection, provider, kind }: Looking): Promise<Live> {
  const first = await connection.readPage({ kind, offset: 0 }, {})
  if (first.isLast) return liveIn([first], (migration) => migration.kind === kind)
  const filtered = filteredStates(provider.kinds[kind])
  const lists: readonly ListPart[] =
    filtered.length === 0 ? [{ kind, offset: 0 }] : filtered.map((state) => ({ kind, state, offset: 0 }))
  const pages: Page[] = []
  for (const part of lists) pages.push(...(await pagesOf(part, connection)))
  const isFiltered = (migration: Migration) => filtered.length === 0 || filtered.includes(migration.state)
  return liveIn(pages, (migration) => migration.kind === kind && isFiltered(migration))
}

type Page = Awaited<ReturnType<Connection['readPage']>>
const mostPages = 10

/** The states by which what moves can be listed. None if what runs is not among them. */
function filteredStates(kind: KindCapabilities | undefined) {
  const filtered = kind?.reading.states.filter((state) => !isEnded(state)) ?? []
  return filtered.includes('running') ? filtered : []
}

/** A list to its end. The last page says whether it was reached. */
async function pagesOf(part: ListPart, connection: Pick<Connection, 'readPage'>): Promise<Page[]> {
  const pages: Page[] = []
  for (let { offset } = part; pages.length < mostPages; ) {
    const page = await connection.readPage({ ...part, offset }, {})
    pages.push(page)
    if (page.isLast) return pages
    offset += Math.max(1, page.rows)
  }
  return pages.map((page) => ({ ...page, isCut: true }))
}

function liveIn(pages: readonly Page[], covers: Live['covers']): Live {
  const shown = pages.flatMap((page) => page.migrations)
  const ids = new Set(shown.map(({ id }) => id))
  const migrations = shown.filter(({ state }) => !isEnded(state))
  const isCut = pages.some((page) => page.isCut)
  if (isCut) return { migrations, doubt: cut, covers: ({ id }) => ids.has(id) }
  return { migrations, covers }
}
