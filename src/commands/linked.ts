import type { Sighted } from '../fleet/search.ts'
import { parseRef, type Ref, refOf } from '../migrations/typed/ref.ts'
import { type Linked, type LinkPreview, linkDetails, linkPreview, type Opened } from '../views/link/work-object.ts'
import { openAccount } from './find/accounts.ts'
import { findKnown, type KnownMigration } from './find/known.ts'
import { authorise } from './machine/authorise.ts'
import type { Origin, Tools } from './machine/command.ts'

export type Linking = Pick<Tools, 'store' | 'providers' | 'connect' | 'fleet' | 'standingOf'>

/**
 * Preview of a link to a cloud's console where it was posted. Undefined if it leads elsewhere, or names no migration
 * that is known, or several. Asks no cloud. Throws stranger for somebody of another company.
 */
export async function previewLink(url: string, origin: Origin, tools: Linking): Promise<LinkPreview | undefined> {
  await authorise({ origin, needs: 'viewer' }, tools)
  const hit = await knownIn(url, tools)
  return hit && linkPreview(linkedOf(hit), url)
}

/** The Work Object for the person who opens its pane. Undefined if nothing is known of it any more. Throws stranger. */
export async function openLink(
  opened: Opened,
  origin: Origin,
  tools: Linking,
): Promise<ReturnType<typeof linkDetails> | undefined> {
  await authorise({ origin, needs: 'viewer' }, tools)
  const ref = parseRef(opened.ref.id)
  const hit = (ref && (await onlyHit(ref, tools))) ?? (await knownIn(opened.url, tools))
  return hit && linkDetails(linkedOf(hit), opened)
}

async function knownIn(url: string, tools: Linking): Promise<KnownMigration | undefined> {
  const host = URL.canParse(url) ? new URL(url).hostname : ''
  const provider = tools.providers.find(({ consoles }) => consoles.includes(host))
  const ref = provider && parseRef(url)
  const hit = ref && (await onlyHit(ref, tools))
  return hit?.provider === provider ? hit : undefined
}

/** The one migration whose whole id a reference is. */
async function onlyHit(ref: Ref, tools: Linking): Promise<KnownMigration | undefined> {
  const { items } = await tools.store.accounts.list()
  const { hits } = await findKnown(
    { ...ref, isPrefix: false },
    items.map((account) => openAccount(account, tools)),
    tools,
  )
  const [only] = hits
  return new Set(hits.map(({ migration }) => refOf(migration))).size === 1 ? only : undefined
}

function linkedOf({ migration, provider, trouble, stalledSince }: KnownMigration & Sighted): Linked {
  return {
    migration,
    provider,
    ...(trouble !== undefined && { trouble }),
    ...(stalledSince !== undefined && { stalledSince }),
  }
}
