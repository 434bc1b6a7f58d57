import type { KnownBlock } from '@slack/types'
import type { Owned, Owner } from '../../access/owners.ts'
import type { Subject } from '../../access/roles.ts'
import { defined } from '../../defined.ts'
import { button, choices, context, section } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import type { Message, Modal } from '../blocks/message.ts'
import { pageOf, pageRows, pageText, turns } from '../blocks/pages.ts'
import { plural } from '../words/format.ts'
import { at, code } from '../words/text.ts'
import { subjectsText, subjectText, typedSubject } from './roles.ts'

/** An owned thing, as a command takes it. */
export function typedOwned(of: Owned): string {
  switch (of.type) {
    case 'account':
      return of.account
    case 'bucket':
      return `bucket ${of.pattern}`
    case 'key':
      return `key ${of.key}`
    default:
      return of satisfies never
  }
}

/** An owned thing, in a sentence. */
export function ownedWords(of: Owned): string {
  switch (of.type) {
    case 'account':
      return `account ${code(of.account, 40)}`
    case 'bucket':
      return `buckets ${code(of.pattern, 100)}${of.account === undefined ? '' : ` in ${code(of.account, 40)}`}`
    case 'key':
      return `key ${code(of.key, 40)}`
    default:
      return of satisfies never
  }
}

/** `isMine`: whether only what the reader answers for is shown. */
type OwnerPage = { unreadable: number; page: number; isMine: boolean }

/** Everybody who is named, and who is called otherwise. */
export function ownerPage(owners: readonly Owner[], { unreadable, page, isMine }: OwnerPage): Message {
  const part = pageOf(owners, page)
  const { none, some, called } = isMine ? ownWords(owners.length) : everybodysWords(owners.length)
  return {
    text: owners.length === 0 ? none : some,
    blocks: [
      section(owners.length === 0 ? `*${none}.*` : `*${some}*${pageText(part)}\n${called}`),
      ...pageRows(part, ownerRow),
      context(
        'Where nobody is named, Ferry calls the person who requested or follows the migration, or connected the account.',
      ),
      ...(unreadable === 0 ? [] : [context(`:warning: ${plural(unreadable, 'stored owner')} cannot be read.`)]),
      ...choices([
        ...turns(isMine ? 'owner me' : 'owner', part),
        ...(isMine ? [{ label: 'All owners', command: 'owner' }] : []),
        { label: 'Name an owner', command: 'owner set', style: 'primary' },
      ]),
    ],
  }
}

function everybodysWords(count: number) {
  return {
    none: 'Nobody is named as an owner yet',
    some: plural(count, 'owner'),
    called: 'They are called when something is wrong with what they answer for.',
  }
}

function ownWords(count: number) {
  return {
    none: 'You are not named as an owner of anything',
    some: `You are an owner of ${plural(count, 'thing')}`,
    called: 'You are called when something is wrong with them, also as a member of a user group.',
  }
}

function ownerRow({ of, subjects, setBy, setAt }: Owner): KnownBlock {
  const words = ownedWords(of)
  const text = `*${words.slice(0, 1).toUpperCase()}${words.slice(1)}* · ${subjectsText(subjects)}\nnamed by <@${setBy}> ${at(setAt)}`
  return { ...section(text), accessory: button({ label: 'Change', command: `owner ${typedOwned(of)}` }) }
}

type Named = {
  of: Owned
  /** The same, in each account for which it holds. */
  things: readonly Owned[]
  subjects: readonly Subject[]
  /** Who was named before. */
  earlier: readonly Subject[]
  /** User groups without members. */
  empty: readonly Subject[]
}

export function ownersNamed({ of, things, subjects, earlier, empty }: Named): Message {
  const accounts = things.flatMap((thing) => (thing.type === 'bucket' ? (thing.account ?? []) : []))
  const where = accounts.length === 0 ? '' : ` in ${accounts.map((name) => code(name, 40)).join(', ')}`
  const called = subjects.length === 1 ? 'is' : 'are'
  return {
    text: 'Owner named',
    blocks: [
      section(
        `:white_check_mark: ${subjectsText(subjects)} ${called} called from now on about ${ownedWords(of)}${where}.`,
      ),
      ...empty.map((group) =>
        section(`:warning: ${subjectText(group)} has no members, so Ferry calls the next in line until it has some.`),
      ),
      ...choices([
        { label: 'All owners', command: 'owner' },
        { label: 'Undo', command: `owner ${typedOwned(of)} ${typedSubjects(earlier)}` },
      ]),
    ],
  }
}

export function ownersRemoved(of: Owned, earlier: readonly Subject[]): Message {
  return {
    text: 'Owner removed',
    blocks: [
      section(`Nobody is named for ${ownedWords(of)} any more.`),
      ...choices([
        { label: 'All owners', command: 'owner' },
        { label: 'Undo', command: `owner ${typedOwned(of)} ${typedSubjects(earlier)}` },
      ]),
    ],
  }
}

function typedSubjects(subjects: readonly Subject[]): string {
  return subjects.length === 0 ? 'none' : subjects.map(typedSubject).join(' ')
}

export type OwnerForm = {
  /** Accounts and storage keys for which the person may name owners. */
  accounts: readonly string[]
  keys: readonly string[]
  channel?: string
  initial?: { of: Owned; subjects: readonly Subject[] }
  /** The user groups among them, by name. */
  groups?: readonly { value: string; label: string }[]
}

/** The choice of buckets by their names. No account or key has a blank in its name. */
export const anyBucket = 'bucket pattern'

export function ownerForm({ accounts, keys, channel, initial, groups = [] }: OwnerForm): Modal {
  const offered = [
    ...accounts.map((name) => ({ value: `account ${name}`, label: `Account ${name}` })),
    { value: anyBucket, label: 'Buckets by name' },
    ...keys.map((name) => ({ value: `key ${name}`, label: `Key ${name}` })),
  ].slice(0, 100)
  const chosen = initial === undefined ? undefined : chosenFor(initial.of)
  const isOffered = offered.some(({ value }) => value === chosen)
  const subjects = initial?.subjects ?? []
  const people = subjects.flatMap(({ type, id }) => (type === 'user' ? id : [])).join(',')
  return formModal({
    title: 'Name an owner',
    submit: 'Save',
    memo: { command: 'owner set', ...defined({ channel }) },
    blocks: [
      question({
        name: 'what',
        label: 'What they answer for',
        choices: offered,
        initial: chosen !== undefined && isOffered ? chosen : (offered[0]?.value ?? anyBucket),
      }),
      question({
        name: 'pattern',
        label: 'Bucket pattern',
        hint: 'For “Buckets by name”: a bucket, or a pattern with * such as archive-*',
        isOptional: true,
        maxLength: 100,
        ...(initial?.of.type === 'bucket' && { initial: initial.of.pattern }),
      }),
      question({
        name: 'people',
        label: 'People',
        isOptional: true,
        arePeople: true,
        maxChosen: 10,
        initial: people,
      }),
      question({
        name: 'group',
        label: 'or user groups',
        hint: 'Leave both empty to name nobody.',
        placeholder: 'Type a part of the name',
        isOptional: true,
        severalSuggested: groups,
        maxChosen: 10,
      }),
    ],
  })
}

function chosenFor(of: Owned): string {
  return of.type === 'bucket' ? anyBucket : of.type === 'key' ? `key ${of.key}` : `account ${of.account}`
}
