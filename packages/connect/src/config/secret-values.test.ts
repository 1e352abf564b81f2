import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSecretName, maskProps, redactor, restoreMasked, secretsIn } from './secret-values.ts'

describe('masking', () => {
  it('hides secret keys, and passwords inside URLs and option strings', () => {
    const shown = maskProps(
      {
        'connection.password': 'taosdata',
        'consumer.override.sasl.jaas.config': 'x required username="u" password="p";',
        'connection.url': 'jdbc:TAOS-RS://h:6041/db?user=root&password=taosdata&timezone=UTC',
        other: 'http://root:taosdata@host:6041/',
        'connection.user': 'root',
      },
      isSecretName,
    )
    expect(shown).toEqual({
      'connection.password': '[hidden]',
      'consumer.override.sasl.jaas.config': '[hidden]',
      'connection.url': 'jdbc:TAOS-RS://h:6041/db?user=root&password=[hidden]&timezone=UTC',
      other: 'http://root:[hidden]@host:6041/',
      'connection.user': 'root',
    })
  })

  it('leaves names alone that only sound like secrets', () => {
    for (const key of ['topics', 'key.converter', 'errors.tolerance', 'tasks.max', 'monkey']) {
      expect(isSecretName(key)).toBe(false)
    }
  })

  it('a client that reads, edits and writes back keeps every secret', () => {
    const secret = fc.string({ minLength: 1 }).filter(s => !/[&;,\s"'@/?#=[\]]/.test(s))
    fc.assert(
      fc.property(secret, secret, fc.string(), (password, inUrl, edited) => {
        const stored = {
          'db.password': password,
          url: `http://u:${inUrl}@h/?password=${inUrl}`,
          topics: 'a',
        }
        const read = maskProps(stored, isSecretName)
        const written = restoreMasked({ ...read, topics: edited }, stored, isSecretName)
        expect(written).toEqual({ ...stored, topics: edited })
      }),
    )
  })

  it('a mask that stands for nothing stored is no value', () => {
    const written = restoreMasked({ password: '[hidden]', topics: '[hidden]' }, {}, isSecretName)
    expect(written).toEqual({ topics: '[hidden]' })
  })

  it('takes a new secret', () => {
    const written = restoreMasked({ password: 'new' }, { password: 'old' }, isSecretName)
    expect(written).toEqual({ password: 'new' })
  })
})

describe('redaction of texts', () => {
  it('blots out secrets but not the same letters inside names', () => {
    const redact = redactor(secretsIn({ 'connection.password': 'taosdata' }, isSecretName))
    expect(redact('login root:taosdata refused by com.taosdata.kafka (taosdata).')).toBe(
      'login root:[hidden] refused by com.taosdata.kafka ([hidden]).',
    )
  })
})
