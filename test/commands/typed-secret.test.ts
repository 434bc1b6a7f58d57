import { expect, test } from 'vitest'
import { holdsSecret } from '../../src/commands/typed-secret.ts'

test.each([
  'connect AKIAEXAMPLEEXAMPLE00',
  'keys add wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY12345',
  'explain xoxb-not-a-token',
  'connect DefaultEndpointsProtocol=https;AccountKey=abc',
])('takes %s for a secret', (text) => expect(holdsSecret(text)).toBe(true))

test.each([
  'status 191297407830872',
  'status prod-hw/2c0689c860ad4728a497c91ec0844383',
  'watch f47ac10b-58cc-4372-a567-0e02b2c3d479 <#C024BE7LR|data-moves>',
  'status shop-photos-photo-archive-20241121110203123_001',
  'explain TheQuickBrownFoxJumpsOverTheLazyDogAgain',
])('takes %s for no secret', (text) => expect(holdsSecret(text)).toBe(false))
