/** What a transactional producer is told. */
export const transactionsRefused =
  'The local broker has no transactions: use a producer without transactional.id'
