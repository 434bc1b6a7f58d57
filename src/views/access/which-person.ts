import { button, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { plural } from '../words/format.ts'
import { code, escaped, notice } from '../words/text.ts'

/** The people whom a typed name may mean, each with a button that types the command with that person. */
export function whichPerson(name: string, people: readonly string[], command: (user: string) => string): Message {
  const shown = people.slice(0, mostShown)
  const count = people.length === 1 ? 'One person is' : `${plural(people.length, 'person', 'people')} are`
  return {
    text: notice(`Who is ${name}?`),
    blocks: [
      section(`${count} called ${code(name, 60)}. ${people.length === 1 ? 'Is it this one?' : 'Which one?'}`),
      ...shown.map((user) => ({
        ...section(`<@${escaped(user)}>`),
        accessory: button({ label: 'This one', command: command(user) }),
      })),
    ],
  }
}

/** Asks whether the user group with a handle is meant, with a button that types the command. */
export function whichGroup(handle: string, group: string, command: string): Message {
  return {
    text: notice(`Is it ${handle}?`),
    blocks: [
      section(`${code(handle, 60)} is a user group. Is it this one?`),
      { ...section(`<!subteam^${escaped(group)}>`), accessory: button({ label: 'This one', command }) },
    ],
  }
}

const mostShown = 8
