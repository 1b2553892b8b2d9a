package io.tweetlake.sql;

/** What becomes of a row that breaks an expectation. A predicate that is NULL is broken. */
public enum ViolationAction {
  /** The row is kept and counted. */
  WARN,
  DROP_ROW,
  /** Nothing is written and the flow stops. */
  FAIL_UPDATE,
  /** The row goes to the table's quarantine, with the names of the rules it broke. */
  QUARANTINE_ROW
}
