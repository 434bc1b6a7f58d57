import { exclusively } from '../../../async/exclusively.ts'
import { defined } from '../../../defined.ts'
import { AppError, type ErrorDetails } from '../../../errors/errors.ts'
import type { Choice } from '../../../views/blocks/elements.ts'
import { sentBefore } from '../../../views/create/request-answers.ts'
import { routeOf } from '../../../views/request/card.ts'
import { withMigration } from '../../find/find.ts'
import type { Command, Invocation, Reply, Tools } from '../../machine/command.ts'
import { requestNamed, requestToChange, requestToRepeat } from '../../requesting.ts'
import { withFindings } from './check.ts'
import { answersLike } from './like.ts'
import { suggestionsFor } from './lists.ts'
import { pageOf } from './pages.ts'
import { send } from './send.ts'
import { assertReadable, openPlace, openSession, type Session, save } from './session.ts'
import { type Act, step } from './step.ts'
import { answerOptions, readOrder } from './words.ts'

/**
 * Requests a new migration on the pages of one form. Each page is stored when it is left, so that nothing is lost if
 * the form is closed, opened again, or interrupted to add a key.
 */
export const create: Command = {
  verb: 'create',
  aliases: ['new'],
  // Editing needs no role: Ferry tells people other than the requester why it refuses them.
  needs: ({ flags }) => (flags.edit === undefined ? { to: 'request' } : 'viewer'),
  takes: ({ flags: { edit, again, like } }) => ({ most: (edit ?? again ?? like) === undefined ? 'any' : 0 }),
  options: [...answerOptions, 'like', 'edit', 'again', 'draft', 'step', 'names'],
  usage: 'create [account] [cloud/bucket/prefix → bucket/prefix]',
  summary: 'Request a new migration',
  examples: [
    'create',
    'create prod-hw AWS/photos → archive/photos --source photos-read --target archive-write',
    'create AWS/photos/2026/ to archive',
    'create --edit r-7f3a2c',
  ],
  notes: [
    'Ferry keeps a form you did not send for a day. It checks everything that could go wrong before it requests approval.',
    'To type it: the cloud (or endpoint) and bucket, an arrow (→, -> or to), then the destination. --source and --target are storage keys, --region is the source region. Options: --name, --description, --priority, --overwrite, --check, --storage-class, --since, --limit.',
    'create --edit r-7f3a2c changes your own request while it waits, and voids its approvals so far. create --again r-7f3a2c repeats one that was rejected, expired, withdrawn or not created.',
  ],
  opensForm: ({ answers }) => answers === undefined,
  run,
  async suggest(invocation, asked, tools) {
    const place = await openPlace(invocation, tools)
    return place === undefined ? [] : suggestionsFor(asked, place, tools)
  },
  waysOut: ({ flags }, { code, details }) =>
    code === 'request_refused' ? waysFrom(details, flags.draft !== undefined) : [],
}

/** How long a form is held while it is sent, in milliseconds. A slower cloud changes nothing: one form, one request. */
const holdMs = 60_000

function run(invocation: Invocation, tools: Tools): Promise<Reply> {
  const { flags, origin, answers } = invocation
  if (flags.like !== undefined && !isPage(invocation)) return beginLike(flags.like, invocation, tools)
  if (answers === undefined || (flags.step ?? 'summary') !== 'summary') return answer(invocation, tools)
  return exclusively(
    {
      key: `create:${origin.workspace}:${origin.user}:${flags.draft}`,
      ms: holdMs,
      taken: () => beingSent(invocation, tools),
    },
    tools.claim,
    () => answer(invocation, tools),
  )
}

/** The error for a form that is being sent already, with the name that its request will have. */
async function beingSent(invocation: Invocation, tools: Tools): Promise<AppError> {
  const place = await openPlace(invocation, tools)
  return new AppError('asked_twice', { what: `your request${place === undefined ? '' : ` for \`${routeOf(place)}\``}` })
}

/** Whether a page of a form was sent, or a button pressed that leads to one. */
function isPage({ flags }: Invocation): boolean {
  return flags.draft !== undefined && flags.step !== 'new' && flags.step !== 'blank'
}

/** Begins a migration like an existing one, as far as its record tells. */
function beginLike(like: string, invocation: Invocation, tools: Tools): Promise<Reply> {
  return withMigration({ ...invocation, words: [like] }, tools, {
    verb: 'create --like',
    command: (ref) => `create --like ${ref}`,
    proceed: async ({ migration }) =>
      answer(invocation, tools, { type: 'like', answers: await answersLike(migration, tools) }),
  })
}

/** Reads a form once, takes the step, stores it before a slow cloud is asked, and shows what is next. */
async function answer(invocation: Invocation, tools: Tools, act?: Act): Promise<Reply> {
  const read = await openSession(invocation, tools)
  const session = step(read, act ?? (await actOf(invocation, read, tools)))
  if (session.shown.type !== 'sent') await save(session, tools)
  await assertReadable(session, tools)
  return replyOf(await withFindings(session, tools), tools)
}

async function replyOf(session: Session, tools: Tools): Promise<Reply> {
  const { shown, draft } = session
  switch (shown.type) {
    case 'page':
      return { type: 'page', page: await pageOf(session, shown, tools) }
    case 'problems':
      return { type: 'form problems', problems: shown.problems }
    case 'sending':
      return replyOf(await send(session, shown.isAgreed, tools), tools)
    case 'sent':
      return { type: 'message', message: shown.message ?? sentBefore(shown.request, draft) }
    default:
      return shown satisfies never
  }
}

/** The person's act. Throws request_refused or usage if the request that they named is not theirs to begin with. */
async function actOf(invocation: Invocation, { draft, accounts, isOver }: Session, tools: Tools): Promise<Act> {
  const { flags, words, answers, entered = answers ?? {}, asked = [] } = invocation
  if (isPage(invocation)) {
    return { type: answers === undefined ? 'pressed' : 'page sent', entered, asked, ...defined({ step: flags.step }) }
  }
  if (flags.edit !== undefined) return { type: 'edit', request: await requestToChange(flags.edit, draft.user, tools) }
  if (flags.again !== undefined) return { type: 'again', request: await requestToRepeat(flags.again, tools) }
  if (words.length > 0) return { type: 'typed', answers: readOrder({ words, flags, accounts }) }
  const from = isOver ? draft.from : undefined
  return from === undefined ? { type: 'opened' } : { type: from.type, request: await requestNamed(from, tools) }
}

/** The choices for somebody whose changes came too late for a request. */
function waysFrom({ id, why }: ErrorDetails, isFilledIn: boolean): Choice[] {
  if (why === 'content changed') return [{ label: 'Edit', command: `create --edit ${id}` }]
  if (why !== 'decided' && why !== 'expired') return []
  const label = isFilledIn ? 'Request again with my changes' : 'Edit and request again'
  return [{ label, command: `create --again ${id}` }]
}
