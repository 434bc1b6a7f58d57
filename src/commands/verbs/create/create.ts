import type { ErrorDetails } from '../../../errors/errors.ts'
import type { Draft } from '../../../migrations/spec/draft.ts'
import type { Choice } from '../../../views/blocks/elements.ts'
import { sentBefore } from '../../../views/create/request-answers.ts'
import type { Command, Invocation, Reply, Tools } from '../../machine/command.ts'
import { beginLike, beginNew, beginTyped, offerUnsent, startOver } from './begin.ts'
import { contextOf, formOf } from './context.ts'
import { deleteDraft, isFilled, keepDraft, newDrafts, openDraft, readStep } from './drafts.ts'
import { takeEntries } from './entries.ts'
import { beginAgain, beginAnew, beginEdit } from './from-request.ts'
import { suggestionsFor } from './lists.ts'
import { leave } from './next.ts'
import { showAccounts, showPage } from './pages.ts'

/**
 * Requests a new migration on the pages of one form. Each page is stored when it is left, so that nothing is lost if
 * the form is closed, opened again, or interrupted to add a key.
 */
export const create: Command = {
  verb: 'create',
  aliases: ['new'],
  // Editing needs no role: Ferry tells people other than the requester why it refuses them.
  needs: ({ flags }) => (flags.edit === undefined ? { to: 'request' } : 'viewer'),
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
  async suggest({ flags, origin }, asked, tools) {
    const draft = await openDraft(origin.user, flags.draft ?? '', tools)
    const context = await contextOf(draft, { origin, tools })
    return context === undefined ? [] : suggestionsFor(context, asked)
  },
  waysOut: ({ flags }, { code, details }) =>
    code === 'request_refused' ? waysFrom(details, flags.draft !== undefined) : [],
}

async function run(invocation: Invocation, tools: Tools): Promise<Reply> {
  const { flags } = invocation
  if (flags.draft !== undefined && flags.step === 'blank') {
    return (await startOver(flags.draft, invocation, tools)) ?? begin(invocation, tools)
  }
  if (flags.draft !== undefined) return goOn(flags.draft, invocation, tools)
  if (flags.edit !== undefined) return beginEdit(invocation, tools)
  if (flags.again !== undefined) return beginAgain(invocation, tools)
  if (flags.like !== undefined) return beginLike({ ...invocation, words: [flags.like] }, tools)
  return begin(invocation, tools)
}

async function begin(invocation: Invocation, tools: Tools): Promise<Reply> {
  const { words, origin } = invocation
  if (words.length > 0) return beginTyped(invocation, tools)
  const drafts = await newDrafts(origin.user, tools)
  const filled = drafts.filter(({ answers }) => isFilled(answers))
  if (filled.length > 0) return offerUnsent(filled, invocation, tools)
  const [blank] = drafts
  return blank === undefined ? beginNew(invocation, tools) : show(blank, invocation, tools)
}

async function goOn(id: string, invocation: Invocation, tools: Tools): Promise<Reply> {
  const { flags, origin, answers } = invocation
  const draft = await openDraft(origin.user, id, tools)
  if (draft.request !== undefined) return { type: 'form done', message: sentBefore(draft.request, draft) }
  if (flags.step === 'new' && draft.from !== undefined) return beginAnew(draft, draft.from, { origin, tools })
  if (flags.step === 'new') {
    await deleteDraft(draft, tools)
    return beginNew(invocation, tools)
  }
  const { kept, problems } = await keepEntries(draft, invocation, tools)
  if (answers === undefined) return show(kept, invocation, tools)
  if (Object.keys(problems).length > 0) return { type: 'form problems', problems }
  return leave(kept, invocation, tools)
}

/** Stores what a page was filled in with, whether it was sent or only left. */
async function keepEntries(draft: Draft, invocation: Invocation, tools: Tools) {
  const { answers, entered = answers, asked = [], flags, origin } = invocation
  const context = await contextOf(draft, { origin, tools })
  const step = readStep(flags.step) ?? draft.step
  const form = context === undefined ? undefined : formOf(context)
  const taken = takeEntries(form, { before: draft.answers, entered: entered ?? {}, asked: asked.filter(isKept) })
  const { 'source.names': _, ...rest } = taken.answers
  const left = flags.names === 'none' ? rest : taken.answers
  return { kept: await keepDraft(draft, { answers: left, step }, tools), problems: taken.problems }
}

/** Whether a question's answer is stored. An agreement counts for what is on the page only, so it is not. */
function isKept(question: string): boolean {
  return question !== 'agreed'
}

async function show(draft: Draft, { flags, origin }: Invocation, tools: Tools): Promise<Reply> {
  const context = await contextOf(draft, { origin, tools })
  const step = readStep(flags.step) ?? draft.step
  if (context === undefined || step === 'account') {
    return { type: 'form', modal: await showAccounts(draft, { origin, tools }) }
  }
  return { type: 'form', modal: await showPage(context, step, { collects: flags.names !== undefined }) }
}

/** The choices for somebody whose changes came too late for a request. */
function waysFrom({ id, why }: ErrorDetails, isFilledIn: boolean): Choice[] {
  if (why === 'content changed') return [{ label: 'Edit', command: `create --edit ${id}` }]
  if (why !== 'decided' && why !== 'expired') return []
  const label = isFilledIn ? 'Request again with my changes' : 'Edit and request again'
  return [{ label, command: `create --again ${id}` }]
}
