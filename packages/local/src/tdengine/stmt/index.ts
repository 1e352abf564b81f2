/** Prepared statements, versions 1 and 2, on `/ws` (taosAdapter protocol): owned by their own author, see the commit log. */
export {}
