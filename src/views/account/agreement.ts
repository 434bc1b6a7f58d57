import { choices, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { code, escaped, notice } from '../words/text.ts'

/** An account, and the cloud whose privacy statement is accepted for it. */
export type Agreement = { account: string; cloud: string }

/** The question before somebody accepts a text in somebody else's name. */
export function agreementQuestion({ account, cloud }: Agreement): Message {
  return {
    text: notice(`Accept the privacy statement of ${cloud} for ${account}?`),
    blocks: [
      section(
        `*Accept the privacy statement of ${escaped(cloud)} for ${code(account)}?*\n` +
          'You accept it on behalf of the owner of that cloud account. Ferry can’t undo this.',
      ),
      section(
        `Ferry doesn’t have the text. Read it first: sign in to the console of ${escaped(cloud)} with this account.`,
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
        `:white_check_mark: The privacy statement of ${escaped(cloud)} is accepted for ${code(account)}. You can now retry anything that was refused without it.`,
      ),
      ...choices([{ label: 'List migrations', command: `list ${account}` }]),
    ],
  }
}

/** The answer if the connection broke. Accepting again changes nothing, so the person can simply repeat it. */
export function agreementUncertain({ account, cloud }: Agreement): Message {
  return {
    text: notice(`Ferry does not know whether the privacy statement is accepted for ${account}`),
    blocks: [
      section(
        `:warning: The connection to ${escaped(cloud)} broke before it answered, so the statement may or may not be accepted for ${code(account)}.\nYou can safely accept it again.`,
      ),
      ...choices([{ label: 'Accept again', command: `agree ${account} --yes` }]),
    ],
  }
}

export function nothingToAgree({ account, cloud }: Agreement): Message {
  return {
    text: notice(`Nothing to accept for ${account}`),
    blocks: [
      section(`${escaped(cloud)} has no privacy statement, so there is nothing to accept for ${code(account)}.`),
    ],
  }
}
