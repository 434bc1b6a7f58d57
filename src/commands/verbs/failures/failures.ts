import { defined } from '../../../defined.ts'
import { isAppError, say } from '../../../errors/errors.ts'
import { refOf } from '../../../migrations/typed/ref.ts'
import type { StorageKey } from '../../../store/store.ts'
import { failuresForm } from '../../../views/act/failures-form.ts'
import { withMigration } from '../../find/find.ts'
import type { Found } from '../../find/found.ts'
import { namingWords } from '../../find/words.ts'
import { keyNamed, keyNames, lastKeysFor, rememberKey, suggestKeys } from '../../key-uses.ts'
import { authorise } from '../../machine/authorise.ts'
import type { Command, Invocation, Reply, Tools } from '../../machine/command.ts'
import { sendList } from './export.ts'
import { readerOf } from './reader.ts'
import { summarise } from './summary.ts'
import { readWords } from './words.ts'

export const failures: Command = {
  verb: 'failures',
  aliases: ['failed', 'failed-objects'],
  // A stored key opens somebody else's buckets, as in `browse`.
  needs: 'operator',
  isPrivate: true,
  takes: { most: 'any' },
  options: ['key'],
  usage: 'failures <id> [csv] [--key <key>]',
  summary: 'Which objects failed and why, from the cloud’s own list',
  examples: ['failures 2308…', 'failures 2308… --key archive-write', 'failures 2308… csv --key archive-write'],
  notes: [
    'The list is in the destination bucket, so Ferry needs a storage key that can read there. It reads nothing else with it.',
    '`csv` sends you the whole list as a file, in your direct messages with Ferry.',
  ],
  opensForm: ({ flags, answers }) => answers === undefined && flags.key === undefined,
  suggest: (_, { typed }, tools) => suggestKeys(typed, tools),
  run: (invocation, tools) => {
    const { ref, isExport } = readWords(namingWords(invocation.words), failures.usage)
    const asked = { isExport, invocation, tools }
    return withMigration({ ...invocation, words: ref }, tools, {
      verb: 'failures',
      command: (full) => commandFor(full, asked),
      proceed: async (found) => proceed(found, asked),
    })
  },
  waysOut({ words }, error) {
    if (isAppError(error, 'ref_missing')) return [{ label: 'List failed', command: 'list failed' }]
    return isAppError(error, 'failed_list_locked', 'failed_list_key_unfit', 'storage_key_not_found')
      ? [{ label: 'Choose another key', command: `failures ${words[0] ?? ''}`, style: 'primary' }]
      : []
  },
}

type Asked = { isExport: boolean; invocation: Invocation; tools: Tools }

function commandFor(ref: string, { isExport, invocation: { flags } }: Asked): string {
  return ['failures', ref, ...(isExport ? ['csv'] : []), ...(flags.key === undefined ? [] : ['--key', flags.key])].join(
    ' ',
  )
}

async function proceed(found: Found, asked: Asked): Promise<Reply> {
  const { invocation, tools } = asked
  const { account } = found
  const read = readerOf(found)
  await authorise({ origin: invocation.origin, needs: 'operator', account: account.name }, tools)
  const name = invocation.answers?.key ?? invocation.flags.key
  if (name === undefined) return askForKey(found, asked)
  const key = await keyNamed(name, tools)
  const reading = { found, key, read, origin: invocation.origin }
  try {
    const message = asked.isExport ? await sendList(reading, tools) : await summarise(reading, tools)
    await remember(found, key, tools)
    return { type: 'message', message }
  } catch (error) {
    const isAboutKey = isAppError(error, 'failed_list_locked', 'failed_list_key_unfit')
    if (invocation.answers === undefined || !isAboutKey) throw error
    return { type: 'form problems', problems: { key: say(error).what } }
  }
}

async function askForKey({ migration }: Found, asked: Asked): Promise<Reply> {
  const { invocation, tools } = asked
  const last = (await lastKeysFor(migration.target.bucket, tools))?.targetKey
  const { channel } = invocation.origin
  const modal = failuresForm({
    migration,
    command: commandFor(refOf(migration), asked),
    keys: await keyNames(tools, last),
    ...defined({ last, channel }),
  })
  return { type: 'form', modal }
}

/** Remembers the key, so that it is offered first next time, also when the migration is started again. */
async function remember({ migration: { target } }: Found, key: StorageKey, tools: Tools): Promise<void> {
  if (target.bucket === undefined) return
  await rememberKey({ bucket: target.bucket, side: 'targetKey', key: key.name }, tools)
}
