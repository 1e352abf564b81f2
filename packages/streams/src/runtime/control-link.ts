import type { MessagePort } from 'node:worker_threads'

/** One end of the way between the coordinator and a thread. Messages arrive in order, later, as copies. */
export interface ControlLink<Out, In> {
  post(message: Out, transfer?: readonly MessagePort[]): void
  listen(receive: (message: In) => void): void
}

/** Both ends of a link within one thread. */
export function localLink<A, B>(): [ControlLink<A, B>, ControlLink<B, A>] {
  let receiveA: (message: B) => void = () => undefined
  let receiveB: (message: A) => void = () => undefined
  const copyTo = <T>(message: T, receive: (message: T) => void): void => {
    const copy = structuredClone(message)
    setImmediate(() => receive(copy))
  }
  return [
    {
      post: message => copyTo(message, m => receiveB(m)),
      listen: receive => {
        receiveA = receive
      },
    },
    {
      post: message => copyTo(message, m => receiveA(m)),
      listen: receive => {
        receiveB = receive
      },
    },
  ]
}
