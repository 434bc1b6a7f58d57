import type { PreflightCheck } from '../../../migrations/spec/spec.ts'
import { fail, type Look, pass, refusalOf, type Sight, unknown, warn } from '../../creation/preflight.ts'
import type { CdnAccess } from '../../provider.ts'
import { isSameRegion, type Looking, readRegion, sourceAccess } from './looking.ts'

/** Opens the source bucket. Further checks follow only if it opens. */
export function sourceLook(looking: Looking): Look | undefined {
  const { spec } = looking.order
  if (spec.source.selection === 'url list') return undefined
  return { names: ['source bucket', 'source region'], look: () => openSource(looking) }
}

async function openSource(looking: Looking): Promise<Sight> {
  const access = sourceAccess(looking)
  const opening = await refusalOf(readRegion(looking, access))
  if ('refusal' in opening) {
    const what = `Ferry can’t open ${access.bucket} with its key. ${opening.refusal}`
    return { checks: [fail('source bucket', what, 'Check the bucket name, the key, and what that key can read.')] }
  }
  const checks = [
    pass('source bucket', `Ferry can open ${access.bucket} with its key.`),
    regionCheck(looking, opening.answer),
  ]
  if (checks.some(({ outcome }) => outcome === 'fail')) return { checks }
  return { checks, deeper: [objectsLook(looking), cdnLook(looking)].filter((look) => look !== undefined) }
}

function regionCheck(looking: Looking, { id, canMigrate }: { id: string; canMigrate?: boolean }): PreflightCheck {
  const { bucket, region } = sourceAccess(looking)
  if (canMigrate === false) {
    return fail('source region', `Huawei can’t migrate data from ${id}.`, 'Choose a source in another region.')
  }
  if (isSameRegion(id, region)) return pass('source region', `${bucket} is in ${id}.`)
  return fail('source region', `${bucket} is in ${id}, not in ${region}.`, `Choose the region ${id}.`)
}

/**
 * Looks for the source's objects. Not for a synchronization task, which waits for new ones, nor for a list, whose names
 * are in the file.
 */
function objectsLook(looking: Looking): Look | undefined {
  const { spec } = looking.order
  if (spec.kind === 'sync' || spec.source.selection === 'list') return undefined
  return { names: ['source objects'], look: async () => ({ checks: [await objectsCheck(looking)] }) }
}

const namesLookedAt = 10

/** Checks that objects begin with the spec's names. OMS answers no other question about them. */
async function objectsCheck(looking: Looking): Promise<PreflightCheck> {
  const { selection, names = [] } = looking.order.spec.source
  if (selection === 'everything') return bucketCheck(looking)
  const asked = names.slice(0, namesLookedAt)
  const missing: string[] = []
  for (const name of asked) if (!(await hasPrefix(looking, name))) missing.push(name)
  const scope = names.length > asked.length ? `Ferry checked the first ${asked.length} of ${names.length} names. ` : ''
  if (missing.length === 0) return pass('source objects', `${scope}There are objects for each name.`)
  const what = `${scope}There are no objects for ${missing.slice(0, 3).join(', ')}${missing.length > 3 ? ' and others' : ''}.`
  const next = 'Check spelling and case. A folder ends in a /.'
  return missing.length === asked.length ? fail('source objects', what, next) : warn('source objects', what, next)
}

async function bucketCheck(looking: Looking): Promise<PreflightCheck> {
  if (await hasPrefix(looking, '')) return pass('source objects', 'The source has objects.')
  return fail('source objects', 'The source is empty.', 'Check whether this is the right bucket.')
}

function hasPrefix(looking: Looking, prefix: string): Promise<boolean> {
  return looking.browser.hasPrefix({ ...sourceAccess(looking), prefix }, looking.options)
}

function cdnLook(looking: Looking): Look | undefined {
  const { cdn } = looking.order.spec.source
  if (cdn === undefined) return undefined
  return { names: ['cdn'], look: async () => ({ checks: [await cdnCheck(looking, cdn)] }) }
}

/** Tries to read through a delivery network. OMS can try it only with a key pair (5.5.2). */
async function cdnCheck(looking: Looking, cdn: CdnAccess): Promise<PreflightCheck> {
  const access = sourceAccess(looking)
  if (!access.secret?.accessKey || access.secret.sessionToken) {
    return unknown('cdn', 'Huawei checks a CDN only with a permanent key pair.', 'Check yourself that it can be read.')
  }
  const { selection, names = [] } = looking.order.spec.source
  const objects = selection === 'objects' ? names.filter((name) => !name.endsWith('/')) : []
  const wanted = objects.length === 0 ? {} : { objects }
  const trying = await refusalOf(looking.browser.cdn({ ...access, ...cdn, ...wanted }, looking.options))
  const next = 'Check its domain, its authentication and the CDN key.'
  if ('refusal' in trying) return fail('cdn', `${cdn.domain} can’t be read. ${trying.refusal}`, next)
  const { canRead, problem } = trying.answer
  if (!canRead) return fail('cdn', `${cdn.domain} can’t be read${problem === undefined ? '' : `: ${problem}`}.`, next)
  if (problem === undefined) return pass('cdn', `Objects can be read through ${cdn.domain}.`)
  return warn('cdn', `${cdn.domain} can be read, but ${problem}.`, 'Refresh its cache, or read from the bucket itself.')
}
