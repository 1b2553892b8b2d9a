package io.tweetlake.ingester;

/** Learns of a run's progress, from the run's own threads; it must be quick and thread-safe. */
public interface IngestListener {
  /** A listener that ignores everything. */
  IngestListener NONE = new IngestListener() {};

  /** Called about twice a second and once at the end. */
  default void progressed(IngestReport report) {}

  /** Something worth a line in the log happened. */
  default void happened(IngestEvent event) {}
}
