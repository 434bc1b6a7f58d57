import { z } from 'zod'
import type { SpecOptions } from '../../migrations/spec/spec.ts'
import type { CreateOrder } from '../provider.ts'
import type { WireField } from './fields.ts'
import { reader } from './reader.ts'
import { flag, readText, text } from './scalars.ts'

/** An option as a row of a table: a field that a cloud is sent, and that its answers tell. */
export type WireOption<Schema extends z.ZodType, Told extends z.ZodType> = WireField<
  Pick<CreateOrder, 'spec'>,
  Schema
> & { option: keyof SpecOptions; told: Told }

/** How the values of an option are sent and told. Answers are read with more patience than orders are checked. */
export type WireCodec<Value, Schema extends z.ZodType, Told extends z.ZodType<Value | undefined>> = {
  /** The cloud's rules for what it is sent. */
  schema: Schema
  /** The value as it is sent. Undefined leaves the field out. */
  write(value: Value): z.input<Schema> | undefined
  /** Reads the value in an answer. Undefined if the cloud does not tell it, or in words that Ferry does not know. */
  told: Told
}

type Value<Name extends keyof SpecOptions> = NonNullable<SpecOptions[Name]>

export function option<
  Name extends keyof SpecOptions,
  Schema extends z.ZodType,
  Told extends z.ZodType<Value<Name> | undefined>,
>(name: Name, { schema, write, told }: WireCodec<Value<Name>, Schema, Told>): WireOption<z.ZodOptional<Schema>, Told> {
  return {
    option: name,
    field: `options.${name}`,
    schema: schema.optional(),
    from({ spec }) {
      const value = spec.options[name]
      return value === undefined ? undefined : write(value)
    },
    told,
  }
}

export const yesOrNo = { schema: z.boolean(), write: (value: boolean) => value, told: flag }

/** One of the cloud's own words, which Ferry does not translate. */
export function ownWord(words: readonly string[]) {
  return { schema: oneOf(words), write: (word: string) => word, told: text }
}

type Exceptions<Word extends string> = {
  /** A word that the cloud tells and does not take. */
  neverSent?: Word
  /** Words that the cloud tells for others. */
  toldFor?: { readonly [Told in Word]?: Word }
}

/** One of Ferry's words, by the cloud's word for it. The cloud may tell it in upper or lower case. */
export function wordOf<Word extends string>(
  all: readonly Word[],
  words: Readonly<Record<Word, string>>,
  { neverSent, toldFor = {} }: Exceptions<Word> = {},
) {
  const byCloudsWord = new Map(all.map((word) => [words[word].toUpperCase(), toldFor[word] ?? word]))
  return {
    schema: oneOf(all.filter((word) => word !== neverSent).map((word) => words[word])),
    write: (word: Word) => words[word],
    told: reader((told) => byCloudsWord.get(readText(told)?.toUpperCase() ?? '')),
  }
}

/** Schema of one of several words. Choices arrive as text that somebody chose. */
function oneOf(words: readonly string[]) {
  return z.string().pipe(z.enum(words))
}

/** The fields of an answer that tell options. */
export function toldIn<Options extends Readonly<Record<string, { told: z.ZodType }>>>(
  options: Options,
): { [Name in keyof Options]: Options[Name]['told'] }
export function toldIn(options: Readonly<Record<string, { told: z.ZodType }>>): unknown {
  return Object.fromEntries(Object.entries(options).map(([name, { told }]) => [name, told]))
}
