import { AppError, isAppError } from '../../errors/errors.ts'
import {
  type Agreement,
  agreed,
  agreementQuestion,
  agreementUncertain,
  nothingToAgree,
} from '../../views/account/agreement.ts'
import type { Message } from '../../views/blocks/message.ts'
import { accountsFor, providerOf } from '../find/accounts.ts'
import type { Command, Origin, Tools } from '../machine/command.ts'
import { enact, type Run } from '../machine/enact.ts'

export const agree: Command = {
  verb: 'agree',
  aliases: ['accept', 'consent'],
  needs: 'admin',
  takes: { most: 1 },
  options: ['yes'],
  usage: 'agree <account>',
  summary: 'Accept a cloud’s privacy statement for an account',
  examples: ['agree prod-hw'],
  notes: ['Some clouds refuse everything until you accept it. Ferry asks you to confirm: you can’t undo this here.'],
  async run({ words, flags, origin }, tools) {
    const [name] = words
    if (name === undefined) throw new AppError('usage', { problem: 'For which account?', usage: agree.usage })
    const [account] = await accountsFor(name, tools)
    if (account === undefined) throw new AppError('account_none')
    const about = { account: account.name, cloud: providerOf(account, tools.providers).label }
    const { acceptPrivacyStatement: run } = tools.connect(account)
    if (run === undefined) return { type: 'message', message: nothingToAgree(about) }
    if (flags.yes === undefined) return { type: 'message', message: agreementQuestion(about) }
    return { type: 'message', message: await accept(run, about, { origin, tools }) }
  },
}

async function accept(
  run: Run<void>,
  about: Agreement,
  { origin, tools }: { origin: Origin; tools: Tools },
): Promise<Message> {
  const { account } = about
  try {
    await enact({ origin, needs: 'admin', verb: 'agree', subject: account, account, run }, tools)
  } catch (error) {
    if (isAppError(error, 'provider_outcome_unknown')) return agreementUncertain(about)
    throw error
  }
  return agreed(about)
}
