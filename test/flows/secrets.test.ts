import { expect, onTestFinished, test } from 'vitest'
import { signatureHeaders } from '../../playground/slack/delivery/sign.ts'
import { leaksIn } from './leaks.ts'
import { accountFields, cloudAccount, iamUser, sourceKey } from './setup.ts'
import { createReadyStage, modes } from './stage.ts'

const typed = 'example-typed-secret-0001'
const typedKey = 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6kM9n'

/** Every stage searches for secrets when it stops. These are the cases in which one would most likely appear. */
test.each(modes)('no secret appears anywhere, whatever goes wrong, over %s', async (mode) => {
  const stage = await createReadyStage({ mode })
  onTestFinished(stage.stop)
  const engineer = stage.person()
  stage.addTask({ id: '191297407830872', sourceBucket: 'photos', status: 3 })

  // A cloud refuses credentials and quotes the whole request.
  const quoting = { error_code: 'APIGW.0301', error_msg: `canonicalRequest: ${cloudAccount.secretKey}` }
  stage.cloud.faults.add({ kind: 'status', status: 401, path: '/tasks', body: quoting })
  await engineer.types('connect again --step other')
  const form = await engineer.faces('Connect Huawei Cloud OMS')
  await engineer.sends(form, accountFields('again', stage.cloudUrl))
  const login = { 'IAM domain': iamUser.domain, 'IAM user': iamUser.user, 'IAM password': 'example-wrong-password' }
  await engineer.sends(form, { ...login, 'Access key': null, 'Secret key': null })

  // A failing request contains storage keys.
  const echo = { error_code: 'OMS.0064', error_msg: `src_sk=${sourceKey.secretKey} is wrong` }
  stage.cloud.faults.add({ kind: 'status', status: 400, method: 'POST', path: '/start', body: echo })
  await engineer.types('start 1912… --source photos-read --target archive-write')
  await engineer.learns('(`OMS.0064`)')
  stage.cloud.faults.add({ kind: 'cut-before-effect', method: 'POST', path: '/start' })
  await engineer.types('start 1912… --source photos-read --target archive-write')
  await engineer.hears('may or may not have been carried out')

  // Somebody types a secret in the wrong place.
  for (const text of [
    typed,
    `keys ${typed}`,
    `keys add ${typed}`,
    `status ${typed}`,
    `list ${typed}`,
    `connect a ${typed}`,
  ]) {
    await engineer.types(text)
    await engineer.mentions(text)
  }
  await engineer.types(`keys add photos ${typedKey}`)
  await engineer.hears('secret')

  // Ferry refuses requests at its endpoint.
  if (mode === 'http') {
    const body = `token=${stage.slack.app.signingSecret}&text=${typed}`
    const headers = signatureHeaders('not-the-signing-secret', body, Math.floor(Date.now() / 1000))
    await fetch(`${stage.ferryUrl}/slack/events`, { method: 'POST', body, headers })
  }

  // Printing the configuration shows no secret.
  const metrics = await (await fetch(`${stage.metricsUrl}/metrics`)).text()
  expect(leaksIn({ ...stage, metrics }, ['example-wrong-password', typedKey])).toEqual([])
  expect(stage.logLines.filter((line) => line.includes(typed))).toEqual([])
  expect(metrics).not.toContain(typed)
})
