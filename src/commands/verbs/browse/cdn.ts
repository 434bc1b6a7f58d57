import { defined } from '../../../defined.ts'
import { AppError } from '../../../errors/errors.ts'
import type { Trail } from '../../../migrations/typed/trail.ts'
import type { Browser, CdnAccess, Provider, SourceAccess } from '../../../providers/provider.ts'
import { cdnForm, cdnResult } from '../../../views/browse/cdn.ts'
import type { Invocation, Reply } from '../../machine/command.ts'
import { accessOf, type Looking } from './looking.ts'

/** Stands for an address that the form still has to ask for. */
const unknown = '?'

/** Checks whether a bucket can be read through a content delivery network. A form asks for what was not typed. */
export async function checkCdn(
  check: NonNullable<Browser['cdn']>,
  looking: Looking,
  invocation: Invocation,
): Promise<Reply> {
  const trail = bucketIn(looking)
  const order = orderIn(invocation)
  const access = await accessOf(looking)
  const problems = problemsIn(order, { access, provider: looking.provider })
  if (Object.keys(problems).length > 0) return refuse(problems, invocation)
  const cdn = cdnIn(order, looking.provider)
  if (cdn === undefined) return ask(trail, order, { looking, invocation })
  const region = trail.region === undefined ? {} : { region: trail.region }
  const outcome = await check({ ...access, bucket: trail.bucket, ...region, ...cdn }, {})
  const message = cdnResult(trail, cdn.domain, outcome)
  return { type: 'message', message }
}

/**
 * The trail to the whole bucket, because a CDN serves all of it. Throws AppError usage without a bucket and a storage
 * key.
 */
function bucketIn({ trail }: Looking): Trail & { bucket: string } {
  const { after: _, page: __, bucket, ...place } = trail
  if (bucket !== undefined && trail.key !== undefined) return { ...place, bucket, path: '' }
  throw new AppError('usage', {
    problem: 'To check a CDN, name a bucket and a storage key that opens it.',
    usage: 'browse prod-hw Aliyun photos/ --key photos-read --cdn https://cdn.example.com',
  })
}

/** The address and authentication as typed or filled in. */
type Order = { domain?: string; authentication?: string }

function orderIn({ flags, answers = {} }: Invocation): Order {
  const domain = answers.domain ?? (flags.cdn === unknown ? undefined : flags.cdn)
  const authentication = answers.authentication ?? flags.auth
  return {
    ...defined({ domain, authentication }),
  }
}

/** Problems by question. The cloud is not asked until there are none. */
function problemsIn(
  { domain, authentication }: Order,
  { access, provider }: { access: SourceAccess; provider: Provider },
): Record<string, string> {
  const way = authentication === undefined ? undefined : wayNamed(authentication, provider)
  return {
    ...(domain !== undefined && readAddress(domain) === undefined
      ? { domain: 'Type the address of a host with http:// or https:// in front: https://cdn.example.com.' }
      : {}),
    ...(authentication !== undefined && way === undefined
      ? { authentication: `It is one of ${(provider.cdnAuthentications ?? []).map(({ value }) => value).join(', ')}.` }
      : {}),
    ...(way?.needsKey && access.secret?.cdnKey === undefined
      ? {
          authentication:
            'This kind of authentication needs a CDN key, and the storage key has none. Add a storage key with one: /migrate keys add',
        }
      : {}),
  }
}

function refuse(problems: Readonly<Record<string, string>>, { answers }: Invocation): Reply {
  if (answers !== undefined) return { type: 'form problems', problems }
  const usage = 'browse prod-hw Aliyun photos/ --key photos-read --cdn https://cdn.example.com'
  throw new AppError('usage', { problem: Object.values(problems).join(' '), usage })
}

/** The complete access to a CDN. Undefined while the form has to ask for something. */
function cdnIn({ domain, authentication }: Order, provider: Provider): CdnAccess | undefined {
  const address = domain === undefined ? undefined : readAddress(domain)
  const way = authentication === undefined ? undefined : wayNamed(authentication, provider)
  return address === undefined || way === undefined ? undefined : { ...address, authentication: way.value }
}

function ask(
  trail: Trail & { bucket: string },
  { domain }: Order,
  { looking, invocation }: { looking: Looking; invocation: Invocation },
): Reply {
  const { channel } = invocation.origin
  const modal = cdnForm({
    trail,
    authentications: looking.provider.cdnAuthentications ?? [],
    ...defined({ domain, channel }),
  })
  return { type: 'form', modal }
}

function wayNamed(typed: string, { cdnAuthentications = [] }: Provider) {
  return cdnAuthentications.find(({ value }) => value.toLowerCase() === typed.toLowerCase())
}

/**
 * Reads an address, with `https` as the default. Undefined for an address with a path or a user, which would not be
 * used.
 */
function readAddress(typed: string): Pick<CdnAccess, 'domain' | 'protocol'> | undefined {
  const url = URL.parse(/^\w+:\/\//.test(typed.trim()) ? typed.trim() : `https://${typed.trim()}`)
  if (url === null || url.host === '' || url.host.length > 1024) return undefined
  const isBare = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === ''
  const protocol = url.protocol === 'https:' ? 'https' : url.protocol === 'http:' ? 'http' : undefined
  return isBare && protocol !== undefined ? { domain: url.host, protocol } : undefined
}
