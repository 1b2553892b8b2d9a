package io.tweetlake.sql;

/** Which rows of the streams that a query reads are meant, as an update sees them. */
enum StreamRows {
  /** Those that the update takes in. */
  NEW,
  /** Those that were taken in before. */
  BEFORE,
  /** Those that were taken in before, and the new ones. */
  SO_FAR;

  /** The relation that has these rows of one that has the new ones. */
  String relation(String relation) {
    return switch (this) {
      case NEW -> relation;
      case BEFORE -> "__before_" + relation;
      case SO_FAR -> "__so_far_" + relation;
    };
  }
}
