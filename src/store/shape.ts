import type { z } from 'zod'

/**
 * A schema for every field of a record, optional ones too. `satisfies Shape<Item>` makes tsc complain when the
 * contract and its schema drift apart in either direction.
 */
export type Shape<Item> = {
  readonly [Field in keyof Item]-?: object extends Pick<Item, Field>
    ? z.ZodExactOptional<z.ZodType<Item[Field]>>
    : z.ZodType<Item[Field]>
}

/** Every choice of a union, once each: a plain list in `z.enum` could lack one without tsc noticing. */
export type Choices<Choice extends string> = { readonly [Value in Choice]: Value }
