/** A produce request that wants no answer failed: the connection is closed, which is all its sender can notice. */
export class FailedWithoutAnswer extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'FailedWithoutAnswer'
  }
}
