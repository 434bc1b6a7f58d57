import type { Role } from '../../../access/roles.ts'
import { AppError } from '../../../errors/errors.ts'
import { readTrail, type Trail } from '../../../migrations/typed/trail.ts'
import type { Account } from '../../../store/store.ts'
import { accountChoice, type BrowsableAccount, nothingToBrowse } from '../../../views/browse/accounts.ts'
import { accountsFor, providerOf } from '../../find/accounts.ts'
import { authorise } from '../../machine/authorise.ts'
import type { Command, Flags, Invocation, Reply, Tools } from '../../machine/command.ts'
import { pageIn } from '../../machine/page.ts'
import { withoutTrail } from '../../machine/tokenize.ts'
import { showAccount } from './account.ts'
import { showBucket } from './bucket.ts'
import { checkCdn } from './cdn.ts'
import { showBuckets, showCloud, spelledCloud } from './cloud.ts'
import { canLook, type Looking } from './looking.ts'
import { waysOut } from './ways-out.ts'

export const browse: Command = {
  verb: 'browse',
  aliases: ['look', 'explore'],
  needs: ({ flags }) => neededFor(flags),
  takes: { most: 'any' },
  options: ['key', 'app-id', 'region', 'after', 'cdn', 'auth'],
  usage: 'browse [account] [cloud] [bucket/folder/] [--key <key>]',
  summary: 'Browse clouds, regions and buckets',
  examples: ['browse', 'browse prod-hw AWS --key photos-read', 'browse prod-hw AWS photos/2026/ --key photos-read'],
  notes: [
    'Browsing changes nothing. Type a bucket’s full name to open it, or part of a name to list matching buckets.',
    'photos/2026/ shows a folder; photos/2026/img- tells whether the prefix exists. Put names with spaces in quotes.',
    '--app-id is for clouds with an app id. --cdn https://cdn.example.com checks a CDN in front of a bucket.',
  ],
  opensForm: ({ flags, answers }) => answers === undefined && flags.cdn !== undefined && flags.auth === undefined,
  run: (invocation, tools) =>
    invocation.words.length === 0 ? chooseAccount(invocation, tools) : enter(invocation, tools),
  waysOut,
}

/**
 * The role that browsing needs. Members can look, but a stored key opens somebody else's buckets, so using one is for
 * operators.
 */
function neededFor({ key }: Pick<Flags, 'key'>): Role {
  return key === undefined ? 'viewer' : 'operator'
}

/** Offers the accounts that can be browsed. A single one is opened at once. */
async function chooseAccount(invocation: Invocation, tools: Tools): Promise<Reply> {
  const page = pageIn(invocation, browse.usage)
  const accounts = (await accountsFor(undefined, tools)).map((account) => ({ account, ...lineOf(account, tools) }))
  const browsable = accounts.filter(({ canBrowse }) => canBrowse)
  const others = accounts.filter(({ canBrowse }) => !canBrowse)
  const [only] = browsable
  if (only === undefined || browsable.length > 1) {
    return { type: 'message', message: accountChoice(browsable, { others, page }) }
  }
  return lookInto(only.account, { invocation, tools, others })
}

async function enter(invocation: Invocation, tools: Tools): Promise<Reply> {
  const [name = '', ...words] = invocation.words
  const [account] = await accountsFor(withoutTrail(name).replace(/\/+$/, ''), tools)
  if (account === undefined) throw new AppError('account_none')
  return lookInto(account, { invocation: { ...invocation, words }, tools, others: [] })
}

type Entering = { invocation: Invocation; tools: Tools; others: readonly BrowsableAccount[] }

async function lookInto(account: Account, { invocation, tools, others }: Entering): Promise<Reply> {
  const provider = providerOf(account, tools.providers)
  const { browse: browser } = tools.connect(account)
  const hasClouds = canLook({ provider }, 'clouds')
  assertFew(invocation.words, hasClouds ? 2 : 1)
  const line = lineOf(account, tools)
  if (!line.canBrowse || browser === undefined) return { type: 'message', message: nothingToBrowse([line]) }
  const { words, flags } = invocation
  const page = flags.page === undefined ? undefined : pageIn(invocation, browse.usage)
  const trail = readTrail(account.name, { words, flags, page, hasClouds })
  await authorise({ origin: invocation.origin, needs: neededFor(trail), account: account.name }, tools)
  const looking = { provider, browser, trail, tools }
  const { cdn } = looking.browser
  if (invocation.flags.cdn !== undefined && cdn !== undefined) return checkCdn(cdn, looking, invocation)
  return { type: 'message', message: await show(looking, others) }
}

/** Shows the account, cloud, buckets or bucket that the trail leads to. */
async function show(looking: Looking, others: readonly BrowsableAccount[]) {
  const { trail } = looking
  const { bucket, path } = trail
  if (bucket !== undefined && path !== undefined && canLook(looking, 'objects') && isOpened(trail, looking)) {
    return showBucket({ ...looking, trail: { ...trail, ...(await cloudIn(looking)), bucket, path } })
  }
  if (trail.cloud === undefined) return showAccount(looking, others)
  const cloud = await spelledCloud(looking, trail.cloud)
  const inCloud = { ...looking, trail: { ...trail, cloud } }
  return trail.key === undefined ? showCloud(inCloud) : showBuckets(inCloud)
}

function isOpened({ key }: Trail, looking: Looking): boolean {
  return key !== undefined || !canLook(looking, 'clouds')
}

/**
 * The cloud's exact spelling. A trail with a region comes from a button, so its spelling is right and a call is saved
 * on each page.
 */
async function cloudIn(looking: Looking): Promise<{ cloud?: string }> {
  const { cloud, region } = looking.trail
  if (cloud === undefined || region !== undefined) return {}
  return { cloud: await spelledCloud(looking, cloud) }
}

function lineOf(account: Account, { providers }: Pick<Tools, 'providers'>): BrowsableAccount & { canBrowse: boolean } {
  const { label, lookups = [] } = providerOf(account, providers)
  return { name: account.name, cloud: label, canBrowse: lookups.length > 0 }
}

function assertFew(words: readonly string[], most: number): void {
  const extra = words[most]
  if (extra === undefined) return
  throw new AppError('usage', {
    problem: `\`${extra.slice(0, 40)}\` is one word too many. Put names with spaces in quotes.`,
    usage: browse.usage,
  })
}
