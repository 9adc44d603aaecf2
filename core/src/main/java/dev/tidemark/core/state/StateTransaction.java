package dev.tidemark.core.state;

/** Several strong tables in one transaction. Not safe for use by many threads. */
public interface StateTransaction {

  /** The rows of a table, read and written as part of this transaction. */
  <V> StrongRows<V> in(StrongTable<V> table);
}
