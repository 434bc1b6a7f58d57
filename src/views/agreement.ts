import { choices, section } from './elements.ts'
import type { Message } from './message.ts'
import { code, escaped, notice } from './text.ts'

/** An account, and the cloud whose privacy statement is accepted for it. */
export type Agreement = { account: string; cloud: string }

/** The question before somebody accepts a text in somebody else's name. */
export function agreementQuestion({ account, cloud }: Agreement): Message {
  return {
    text: notice(`Accept the privacy statement of ${cloud} for ${account}?`),
    blocks: [
      section(
        `*Accept the privacy statement of ${escaped(cloud)} for ${code(account)}?*\n` +
          'You accept it in the name of whoever owns that cloud account. Ferry cannot take it back.',
      ),
      section(
        `Ferry does not have the text. Read it first, in the console of ${escaped(cloud)}, signed in with this account.`,
      ),
      ...choices([
        { label: 'Accept for the owner', command: `agree ${account} --yes`, style: 'primary' },
        { label: 'Not now', command: 'accounts' },
      ]),
    ],
  }
}

export function agreed({ account, cloud }: Agreement): Message {
  return {
    text: notice(`The privacy statement of ${cloud} is accepted for ${account}`),
    blocks: [
      section(
        `:white_check_mark: The privacy statement of ${escaped(cloud)} is accepted for ${code(account)}. What was refused for the lack of it can be tried again.`,
      ),
      ...choices([{ label: 'List migrations', command: `list ${account}` }]),
    ],
  }
}

/** The answer if the connection broke. Accepting again changes nothing, so the person can simply repeat it. */
export function agreementUncertain({ account, cloud }: Agreement): Message {
  return {
    text: notice(`Whether the privacy statement is accepted for ${account} is not known`),
    blocks: [
      section(
        `:warning: The connection to ${escaped(cloud)} broke before it answered, so the statement may or may not be accepted for ${code(account)}.\nAccepting it again does no harm.`,
      ),
      ...choices([{ label: 'Accept again', command: `agree ${account} --yes` }]),
    ],
  }
}

export function nothingToAgree({ account, cloud }: Agreement): Message {
  return {
    text: notice(`Nothing to accept for ${account}`),
    blocks: [
      section(`${escaped(cloud)} asks for no privacy statement, so there is nothing to accept for ${code(account)}.`),
    ],
  }
}
