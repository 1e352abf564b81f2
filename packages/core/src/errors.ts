/** The error table of `core`. */
export const coreErrors = {
  CONFIG_INVALID: {
    message: 'the configuration has {count} error(s): {errors}',
    retriable: false,
    status: 400,
    hint: 'Correct the named keys and submit the configuration again.',
  },
} as const
