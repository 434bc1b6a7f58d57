import { describe } from 'vitest'
import { describeStore } from './contract.ts'
import { createMemoryWorld } from './world.ts'

describe('the store in memory', () => describeStore(createMemoryWorld))
