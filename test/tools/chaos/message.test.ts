import { expect, test } from 'vitest'
import { answerEnd, bodyStart, requestIn, statusOf } from './message.ts'

const chunked = 'HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n'
const stated = 'HTTP/1.1 201 Created\r\nContent-Length: 4\r\n\r\nabcd'
const bare = 'HTTP/1.1 204 No Content\r\n\r\n'

test.each([chunked, stated, bare])('an answer is whole with its last byte: %j', (text) => {
  const bytes = Buffer.from(text)
  for (let length = 0; length < bytes.length; length++)
    expect(answerEnd(bytes.subarray(0, length), 'GET')).toBeUndefined()
  expect(answerEnd(bytes, 'GET')).toBe(bytes.length)
  expect(answerEnd(Buffer.concat([bytes, bytes]), 'GET')).toBe(bytes.length)
})

test('an answer to HEAD ends with its headers, whatever they say', () => {
  const head = Buffer.from(stated.slice(0, -4))
  expect(answerEnd(head, 'HEAD')).toBe(head.length)
  expect(answerEnd(head, 'GET')).toBeUndefined()
})

test('the status and where the body begins are read from the bytes', () => {
  expect(statusOf(Buffer.from(stated))).toBe(201)
  expect(statusOf(Buffer.from('HTTP/1'))).toBe(0)
  expect(bodyStart(Buffer.from(stated))).toBe(stated.length - 4)
})

test('a request is whole with its last byte, and the next one stays', () => {
  const put = 'PUT /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}'
  expect(requestIn(Buffer.from(put.slice(0, -1)))).toBeUndefined()
  const heard = requestIn(Buffer.from(`${put}GET / HTTP/1.1\r\n\r\n`))
  expect(heard).toMatchObject({ method: 'PUT', path: '/a?b=c' })
  expect(heard?.bytes.toString()).toBe(put)
  expect(requestIn(Buffer.from('GET / HTTP/1.1\r\n\r\n'))?.method).toBe('GET')
})
