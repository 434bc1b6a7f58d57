import type { KnownBlock } from '@slack/types'
import type { Region, ServiceFact, StorageService } from '../../migrations/spec/places.ts'
import { context, offer, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { plural } from '../words/format.ts'
import { code, escaped, named, notice, sentence } from '../words/text.ts'
import { type BrowsableAccount, whyNot } from './accounts.ts'
import { type BucketRows, bucketRows } from './buckets.ts'
import { way } from './ways.ts'

/** Contents of an account. A part is undefined if the cloud does not offer it or it could not be read. */
export type AccountPage = {
  account: string
  cloud: string
  facts: readonly ServiceFact[] | undefined
  services: readonly StorageService[] | undefined
  /** Clouds to copy data from. Each can be opened. */
  clouds: readonly string[] | undefined
  regions: readonly Region[] | undefined
  /** Buckets of the account's own cloud. Undefined if the account has other clouds. */
  buckets: BucketRows | undefined
  /** Accounts that cannot be browsed, if this one was opened because it is the only one that can. */
  others: readonly BrowsableAccount[]
  /** Parts that could not be read, in words. */
  troubles: readonly string[]
}

export function accountPage(page: AccountPage): Message {
  const { account, cloud, facts = [], troubles } = page
  return {
    text: notice(`${account}: ${cloud}`),
    blocks: [
      section([`*${escaped(cloud)}* · ${code(account)}`, ...facts.slice(0, mostFacts).map(factLine)].join('\n')),
      ...(page.services === undefined ? [] : [section(serviceText(page.services))]),
      ...(page.regions === undefined ? [] : [section(regionText(page.regions))]),
      ...(page.clouds === undefined ? [] : cloudBlocks(account, page.clouds)),
      ...(page.buckets === undefined ? [] : bucketRows(page.buckets)),
      ...troubleLines(troubles),
      ...(page.others.length === 0 ? [] : [context(whyNot(page.others))]),
    ],
  }
}

/** One line for each part that could not be read. */
export function troubleLines(troubles: readonly string[]): KnownBlock[] {
  return troubles.slice(0, mostTroubles).map((trouble) => context(`:warning: ${sentence(trouble)}`))
}

const mostTroubles = 5
const mostFacts = 6
const mostServices = 8
const mostRegions = 30

function factLine({ label, value }: ServiceFact): string {
  return `${named(label, 60)}: ${named(value, 200)}`
}

/** The storage services, the account's own first. */
function serviceText(services: readonly StorageService[]): string {
  if (services.length === 0) return '*No storage services*'
  const sorted = [...services].sort((a, b) => Number(b.isOwn) - Number(a.isOwn))
  const more = services.length - mostServices
  return [
    `*${plural(services.length, 'storage service')}*`,
    ...sorted.slice(0, mostServices).map(serviceLine),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join('\n')
}

function serviceLine({ id, name, region, state, isOwn }: StorageService): string {
  const parts = [code(name || id, 80), ...[region, state].flatMap((part) => (part ? [named(part, 40)] : []))]
  return `${isOwn ? ':large_blue_circle: ' : ''}${parts.join(' · ')}${isOwn ? ' · *this account’s*' : ''}`
}

function regionText(regions: readonly Region[]): string {
  const names = regions.slice(0, mostRegions).map(({ id }) => code(id, 60))
  const more = regions.length > mostRegions ? ` and ${regions.length - mostRegions} more` : ''
  return `*${plural(regions.length, 'region')}*\n${names.join(', ')}${more}`
}

function cloudBlocks(account: string, clouds: readonly string[]): KnownBlock[] {
  if (clouds.length === 0) return [section('The service lists no cloud to migrate from.')]
  return [
    section(`*${plural(clouds.length, 'cloud')} to migrate from.* Which one do you want to browse?`),
    ...offer(
      clouds.flatMap((cloud) => way(cloud, { account, cloud })),
      'Choose a cloud',
    ),
  ]
}
