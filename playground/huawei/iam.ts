import { z } from 'zod'
import type { Answer } from '../cloud/http.ts'
import { randomText } from '../cloud/random.ts'
import { authenticate } from './access.ts'
import { type Call, parseJson } from './gateway.ts'
import type { HuaweiAccount, World } from './world.ts'

const TOKEN_LIFE_MS = 24 * 3_600_000
const TOKEN_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

const tokenRequestSchema = z.object({
  auth: z.object({
    identity: z.object({
      methods: z.array(z.literal('password')).min(1),
      password: z.object({
        user: z.object({ name: z.string(), password: z.string(), domain: z.object({ name: z.string() }) }),
      }),
    }),
    scope: z
      .union([
        z.object({ project: z.union([z.object({ id: z.string() }), z.object({ name: z.string() })]) }),
        z.object({ domain: z.object({}) }),
      ])
      .optional(),
  }),
})

type Scope = z.infer<typeof tokenRequestSchema>['auth']['scope']

/** `POST /v3/auth/tokens`. The token is in the header X-Subject-Token, its project and expiry in the body. */
export function createToken(call: Call): Answer {
  const parsed = tokenRequestSchema.safeParse(parseJson(call.request.body))
  if (!parsed.success) return iamError(400, 'The request body is invalid.', 'Bad Request')
  const { identity, scope } = parsed.data.auth
  const { name: user, password, domain } = identity.password.user
  const accounts = [...call.world.projects.values()].map(({ account }) => account)
  const own = accounts.filter((account) => userOf(account, domain.name, user)?.password === password)
  const [first] = own
  if (!first) return iamError(401, 'The username or password is wrong.', 'Unauthorized')
  const wanted = scope && 'project' in scope
  const account = wanted ? own.find((candidate) => isInScope(candidate, scope)) : undefined
  if (wanted && !account) return iamError(401, 'The user has no access to the project.', 'Unauthorized')
  const readOnly = userOf(account ?? first, domain.name, user)?.readOnly ?? false
  const grant = { domain: domain.name, user, readOnly, account }
  return issueToken(call.world, grant, call.query.has('nocatalog'))
}

/** `GET /v3/projects?name=<region>`: the projects that the caller's credentials open. */
export function listProjects(call: Call): Answer {
  const name = call.query.get('name')
  const projects = authenticate(call)
    .projects.map(({ account }) => account)
    .filter(({ region }) => name === null || region === name)
    .map(({ projectId, region }) => ({
      id: projectId,
      name: region,
      domain_id: domainId(projectId),
      parent_id: domainId(projectId),
      ...{ is_domain: false, enabled: true, description: '', links: {} },
    }))
  return { status: 200, body: { projects, links: { self: '/v3/projects', next: null, previous: null } } }
}

type Grant = { domain: string; user: string; readOnly: boolean; account: HuaweiAccount | undefined }

function issueToken(world: World, { account, ...holder }: Grant, isShort: boolean): Answer {
  const now = world.gatewayClock.now()
  const id = `MII${randomText(world.random, 97, TOKEN_ALPHABET)}`
  const expiresAt = now + TOKEN_LIFE_MS
  world.tokens.set(id, { ...holder, expiresAt, ...(account && { projectId: account.projectId }) })
  const domain = { id: domainId(holder.domain), name: holder.domain }
  const token = {
    methods: ['password'],
    issued_at: microseconds(now),
    expires_at: microseconds(expiresAt),
    user: { domain, id: domainId(holder.user), name: holder.user, password_expires_at: '' },
    roles: [{ id: '0', name: holder.readOnly ? 'readonly' : 'te_admin' }],
    ...(account && { project: { domain, id: account.projectId, name: account.region } }),
    ...(!isShort && { catalog: [] }),
  }
  return { status: 201, headers: { 'x-subject-token': id }, body: { token } }
}

function userOf(account: HuaweiAccount, domain: string, user: string) {
  return account.iamUsers?.find((candidate) => candidate.domain === domain && candidate.user === user)
}

function isInScope(account: HuaweiAccount, scope: Scope): boolean {
  if (!scope || !('project' in scope)) return false
  return 'id' in scope.project ? scope.project.id === account.projectId : scope.project.name === account.region
}

/** IAM's own error format, which differs from those of the gateway and OMS. */
function iamError(code: number, message: string, title: string): Answer {
  return { status: code, body: { error: { code, message, title } } }
}

/** A time with six decimals, as IAM writes it. */
function microseconds(at: number): string {
  return new Date(at).toISOString().replace('Z', '000Z')
}

/** A stable substitute for ids that no client of OMS uses. */
function domainId(name: string): string {
  return Buffer.from(name).toString('hex').padEnd(32, '0').slice(0, 32)
}
