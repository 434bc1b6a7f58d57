import { z } from 'zod'

/** State of an install. Times are epoch milliseconds. */
const stateSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('active') }),
  /** Slack said that the token was revoked, or Ferry removed. Whether the token works is not known yet. */
  z.object({ type: z.literal('doubted'), since: z.number(), told: z.enum(['revoked', 'uninstalled']) }),
  /** Slack refuses the token, with `reason` as its error. */
  z.object({ type: z.literal('refused'), since: z.number(), reason: z.string(), isRemovalTold: z.boolean() }),
  /** Slack said that Ferry was removed, and proved it by refusing the token. The data is kept for a while. */
  z.object({ type: z.literal('removed'), since: z.number(), reason: z.string() }),
  /** The workspace's data is deleted; its audit is kept. */
  z.object({ type: z.literal('purged'), since: z.number() }),
])
export type InstallState = z.infer<typeof stateSchema>

/** Ferry's record of its installation in a workspace, beside Bolt's installation, which it stores as it came. */
export const installSchema = z.looseObject({
  /** The first version of Ferry stored only Bolt's installation; such an install is active. */
  state: stateSchema.default({ type: 'active' }),
  /** Slack user id of the person who installed Ferry first. */
  firstInstaller: z.string().exactOptional(),
  /** Digest of a fixed token, which is stored elsewhere. Tells the token from an earlier one. */
  tokenDigest: z.string().exactOptional(),
  /** The missing optional scopes of which the admins were told, after commas. */
  toldOfScopes: z.string().exactOptional(),
})
export type Install = Readonly<z.infer<typeof installSchema>>
