import { createHash } from 'node:crypto'
import type { WebClient } from '@slack/web-api'
import { createTurns } from '../../async/in-turn.ts'
import { createMemory } from '../../async/memory.ts'
import type { Home, Modal } from '../../views/blocks/message.ts'
import { refusalOf } from '../client/refusals.ts'

/** A page that was opened for somebody. They may have closed it, or changed it by what they did in it. */
export type Page = {
  /** Draws the page again, unless something newer is shown there. Throws if the page is closed or Slack refuses. */
  draw(modal: Modal): Promise<Drawn>
}
/**
 * How drawing a page ended. `overtaken`: the result of a later act is shown there. `changed`: Slack says that the page
 * has changed.
 */
export type Drawn = 'drawn' | 'overtaken' | 'changed'

/** Where a page is, and which act of a person it is drawn for. */
export type Place = {
  client: WebClient
  page: { view_id: string } | { external_id: string }
  /** Slack's name for the version that is shown there. Without it, any version is drawn over. */
  hash?: string | undefined
  /** When the person acted, in Slack's time. Given where others may act in the same page. */
  actedAt?: number
}

export type Pages = {
  at(place: Place): Page
  /**
   * Publishes a person's home tab as `read` finds it, unless that is what they see already. A page that was read earlier
   * never replaces a later one.
   */
  publishHome(home: HomeOf): Promise<void>
}
export type HomeOf = {
  client: WebClient
  workspace: string
  user: string
  hash?: string | undefined
  read(): Promise<Home>
}

/**
 * Creates the pages of this process. Answers may overtake each other on their way to a page, so each names the version
 * that it replaces, and Slack refuses a late one. Several acts in one page all know only the version in which they were
 * done. This process therefore remembers what it has drawn over that version, so that the latest act wins, whichever
 * answer comes first.
 */
export function createPages(): Pages {
  const order = { versions: createVersions(), inTurn: createTurns(), homes: createHomes() }
  return { at: (place) => pageAt(place, order), publishHome: (home) => publishHome(home, order) }
}

type Order = { versions: Versions; inTurn: Turns; homes: Homes }

function pageAt({ client, page, actedAt = 0, ...place }: Place, { versions, inTurn }: Order): Page {
  let { hash } = place
  const draw = async (view: Modal): Promise<Drawn> => {
    const seen = versions.newest(hash, actedAt)
    if (seen.isOvertaken) return 'overtaken'
    const answer = await unlessChanged(client.views.update({ ...page, view, ...naming(seen.hash) }))
    if (answer === 'changed') return answer
    const by = answer.view?.hash
    versions.replaced(seen.hash, { by, actedAt })
    hash = by
    return 'drawn'
  }
  return { draw: (modal) => inTurn(Object.values(page).join(), () => draw(modal)) }
}

/**
 * Publishes a home tab. If another process published first, reads again and publishes that, so that the last reading
 * stays.
 */
async function publishHome({ client, workspace, user, read, hash }: HomeOf, { inTurn, homes }: Order): Promise<void> {
  const key = `${workspace} ${user}`
  const publish = (view: Home, replaced?: string) =>
    unlessChanged(client.views.publish({ user_id: user, view, ...naming(replaced) }))
  const readAt = homes.nextReading()
  const view = await read()
  await inTurn(key, async () => {
    const digest = digestOf(view)
    if (homes.isOvertaken(key, readAt) || homes.isShown(key, { digest, hash })) return
    homes.published(key, readAt)
    const answer = await publish(view, hash)
    if (answer === 'changed') return void (await publish(await read()))
    homes.shows(key, { digest, hash: answer.view?.hash })
  })
}

function naming(hash: string | undefined): { hash?: string } {
  return hash === undefined ? {} : { hash }
}

async function unlessChanged<Answer>(call: Promise<Answer>): Promise<Answer | 'changed'> {
  try {
    return await call
  } catch (error) {
    if (refusalOf(error, { method: 'views', isRepeatable: true }).details.reason === 'hash_conflict') return 'changed'
    throw error
  }
}

type Versions = ReturnType<typeof createVersions>

/** Most versions that are remembered. Pages are short-lived: those of older versions are closed by now. */
const mostRemembered = 1000

/** Remembers which version this process has drawn over which other, and for which act. */
function createVersions() {
  const replacements = createMemory<Replacement>({ most: mostRemembered })
  return {
    /** The version that is shown in place of this one. Overtaken if a later act has drawn it. */
    newest(version: string | undefined, actedAt: number): { isOvertaken: boolean; hash?: string | undefined } {
      let hash = version
      for (;;) {
        const next = hash === undefined ? undefined : replacements.get(hash)
        if (next === undefined) return { isOvertaken: false, hash }
        if (next.actedAt > actedAt) return { isOvertaken: true }
        hash = next.by
      }
    },
    /** Notes that a version was replaced. Slack may reuse a name, so the new one's own note goes: no circle forms. */
    replaced(version: string | undefined, replacement: Replacement): void {
      if (version === undefined || replacement.by === version) return
      if (replacement.by !== undefined) replacements.delete(replacement.by)
      replacements.set(version, replacement)
    },
  }
}
type Replacement = { by: string | undefined; actedAt: number }

type Homes = ReturnType<typeof createHomes>

/** Remembers which reading of each home tab is shown, and what Slack calls the version that has it. */
function createHomes() {
  const shown = createMemory<number>({ most: mostRemembered })
  const contents = createMemory<{ digest: string; hash: string }>({ most: mostRemembered })
  let readings = 0
  return {
    nextReading: () => ++readings,
    isOvertaken: (key: string, reading: number) => (shown.get(key) ?? 0) > reading,
    published: shown.set,
    /** Whether the version that the person sees is the one that this process published last, and would be the same. */
    isShown(key: string, { digest, hash }: HomeShown): boolean {
      const last = contents.get(key)
      return last !== undefined && last.hash === hash && last.digest === digest
    },
    shows(key: string, { digest, hash }: HomeShown): void {
      if (hash === undefined) contents.delete(key)
      else contents.set(key, { digest, hash })
    },
  }
}
type HomeShown = { digest: string; hash?: string | undefined }

function digestOf(view: Home): string {
  return createHash('sha256').update(JSON.stringify(view)).digest('base64url')
}

type Turns = ReturnType<typeof createTurns>
