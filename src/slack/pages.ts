import type { WebClient } from '@slack/web-api'
import type { Home, Modal } from '../views/message.ts'
import { refusalOf } from './refusals.ts'

/** A page that was opened for somebody; they may have closed it, and what they do in it may have changed it. */
export type Page = {
  /** Draws it anew, unless something newer is to be seen there. Throws when it is closed or Slack refuses. */
  draw(modal: Modal): Promise<Drawn>
}
/** `overtaken`: what somebody did later is shown there. `changed`: Slack says that it is another page by now. */
export type Drawn = 'drawn' | 'overtaken' | 'changed'

/** Where a page is, and by which act of a person it is drawn. */
export type Place = {
  client: WebClient
  page: { view_id: string } | { external_id: string }
  /** Slack's name for what is shown there; without one, whatever is shown there is drawn over. */
  hash?: string | undefined
  /** When the person acted, in Slack's time, where others may act in the same page. */
  actedAt?: number
}

export type Pages = {
  at(place: Place): Page
  /** Publishes the home tab of a person as `read` finds it; a page that was read earlier never replaces a later one. */
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
 * Answers may overtake each other on their way to a page. Each therefore names the version that it replaces, and Slack
 * refuses what is late. Of several acts in one page all know only the version that they were done in: here it is
 * remembered what this process has drawn over it, so that the latest act wins, whichever of its answers comes first.
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

/** Whoever loses against another process reads again: what is read last is what stays. */
async function publishHome({ client, workspace, user, read, hash }: HomeOf, { inTurn, homes }: Order): Promise<void> {
  const key = `${workspace} ${user}`
  const publish = (view: Home, replaced?: string) =>
    unlessChanged(client.views.publish({ user_id: user, view, ...naming(replaced) }))
  const readAt = homes.nextReading()
  const view = await read()
  await inTurn(key, async () => {
    if (homes.isOvertaken(key, readAt)) return
    homes.published(key, readAt)
    if ((await publish(view, hash)) === 'changed') await publish(await read())
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

/** Pages are short-lived: older ones are closed by now. */
const mostRemembered = 1000

/** Which version this process has drawn over which other, and by which act. */
function createVersions() {
  const replacements = new Map<string, Replacement>()
  return {
    /** What is shown now in place of this version, unless a later act has drawn it. */
    newest(version: string | undefined, actedAt: number): { isOvertaken: boolean; hash?: string | undefined } {
      let hash = version
      for (;;) {
        const next = hash === undefined ? undefined : replacements.get(hash)
        if (next === undefined) return { isOvertaken: false, hash }
        if (next.actedAt > actedAt) return { isOvertaken: true }
        hash = next.by
      }
    },
    /** Slack may name a version as it named an earlier one: the newest is followed by none, so that no way is a circle. */
    replaced(version: string | undefined, replacement: Replacement): void {
      if (version === undefined || replacement.by === version) return
      if (replacement.by !== undefined) replacements.delete(replacement.by)
      remember(replacements, version, replacement)
    },
  }
}
type Replacement = { by: string | undefined; actedAt: number }

type Homes = ReturnType<typeof createHomes>

/** Which reading of a home tab is shown. */
function createHomes() {
  const shown = new Map<string, number>()
  let readings = 0
  return {
    nextReading: () => ++readings,
    isOvertaken: (key: string, reading: number) => (shown.get(key) ?? 0) > reading,
    published: (key: string, reading: number) => remember(shown, key, reading),
  }
}

function remember<Value>(known: Map<string, Value>, key: string, value: Value): void {
  known.delete(key)
  known.set(key, value)
  if (known.size > mostRemembered) known.delete(known.keys().next().value ?? key)
}

type Turns = ReturnType<typeof createTurns>

/** One after the other where the key is the same. */
function createTurns() {
  const last = new Map<string, Promise<unknown>>()
  return async <Result>(key: string, run: () => Promise<Result>): Promise<Result> => {
    const turn = (last.get(key) ?? Promise.resolve()).then(run, run)
    last.set(key, turn)
    try {
      return await turn
    } finally {
      if (last.get(key) === turn) last.delete(key)
    }
  }
}
