/** Subscription over `/rest/tmq` (taosAdapter TMQ protocol). */
export {}
