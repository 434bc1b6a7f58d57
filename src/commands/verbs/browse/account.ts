import type { Message } from '../../../views/blocks/message.ts'
import { accountPage } from '../../../views/browse/account.ts'
import type { BrowsableAccount } from '../../../views/browse/accounts.ts'
import { canLook, type Looking, readPart, troublesIn } from './looking.ts'

/** Shows an account: the ways into other clouds, or its own regions and buckets. */
export async function showAccount(looking: Looking, others: readonly BrowsableAccount[] = []): Promise<Message> {
  const { provider, trail } = looking
  const parts = await readParts(looking)
  const { bucket } = trail
  const buckets = parts.buckets.value?.filter(({ name }) => bucket === undefined || contains(name, bucket))
  const troubles = troublesIn({
    'Facts of the service': parts.facts,
    'Storage services': parts.services,
    'Clouds to migrate from': parts.clouds,
    Regions: parts.regions,
    Buckets: parts.buckets,
  })
  return accountPage({
    account: trail.account,
    cloud: provider.label,
    facts: parts.facts.value,
    services: parts.services.value,
    clouds: parts.clouds.value,
    regions: parts.regions.value,
    buckets: buckets && { buckets, trail, canOpen: canLook(looking, 'objects') },
    others,
    troubles,
  })
}

/**
 * Whether a bucket's name contains a typed part, in upper or lower case. A phone may have added dots to the part:
 * "photo…".
 */
export function contains(name: string, part: string): boolean {
  return name.toLowerCase().includes(part.toLowerCase().replace(/[.…*]+$/, ''))
}

/** Reads the parts of an account. The first call shows whether the credentials are good; the others follow it. */
async function readParts(looking: Looking) {
  const { browser } = looking
  const isOwnCloud = !canLook(looking, 'clouds')
  const facts = await readPart(canLook(looking, 'facts') ? browser.facts?.({}) : undefined)
  const services = await readPart(canLook(looking, 'services') ? browser.services?.({}) : undefined)
  const [clouds, regions, buckets] = await Promise.all([
    readPart(isOwnCloud ? undefined : browser.clouds?.({})),
    readPart(isOwnCloud && canLook(looking, 'regions') ? browser.regions?.({}, {}) : undefined),
    readPart(isOwnCloud && canLook(looking, 'buckets') ? browser.buckets?.({}, {}) : undefined),
  ])
  return { facts, services, clouds, regions, buckets }
}
