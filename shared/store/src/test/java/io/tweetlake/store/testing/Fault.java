package io.tweetlake.store.testing;

/** What can happen to a request between a client and S3. */
public enum Fault {
  NONE,
  /** The request does not arrive. */
  DROP_REQUEST,
  /** The request is carried out, its answer does not arrive. */
  DROP_ANSWER,
  /** The connection breaks in the middle of the answer's body. */
  CUT_ANSWER,
  /** The request is carried out twice, and the second answer arrives. */
  DOUBLE,
  /** The client sees a dead connection, and much later the request is carried out. */
  LATE,
  /** 500, not carried out. */
  INTERNAL_ERROR,
  /** 500, although carried out. */
  INTERNAL_ERROR_AFTER,
  /** 503, not carried out. */
  SLOW_DOWN,
  /** 409, not carried out; S3 answers so to conditional writes only. */
  CONFLICT
}
