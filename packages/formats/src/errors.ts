import type { ErrorTable } from '@tidewire/core'

/** The error table of `formats`. */
export const formatErrors = {
  FORMATS_INVALID: {
    message: '{format} at line {line}, column {column}: {reason}',
    retriable: false,
    status: 400,
    hint: 'Correct the text at that place; the same text fails again.',
  },
  FORMATS_UNPRINTABLE: {
    message: '{format} cannot carry {what}: {reason}',
    retriable: false,
    status: 400,
    hint: 'Choose a format that can carry the value, or leave the field out.',
  },
} as const satisfies ErrorTable
