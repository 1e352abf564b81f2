/** Subscription over `/rest/tmq` (taosAdapter TMQ protocol): owned by its own author, see the commit log. */
export {}
