package io.tweetlake.delta.internal;

import java.lang.reflect.Field;
import java.util.Collection;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Hadoop from reading its default settings. Parquet's reader makes a configuration for each
 * checkpoint that it opens, only to put the caller's in its place; that parses a hundred kilobytes
 * of XML, which took longer than reading a small checkpoint does.
 */
final class HadoopDefaults {
  private static final Logger LOG = LoggerFactory.getLogger(HadoopDefaults.class);

  private HadoopDefaults() {}

  /** Empties the list of resources that every configuration with defaults reads. */
  static void leaveOut() {
    try {
      Field resources = Configuration.class.getDeclaredField("defaultResources");
      resources.setAccessible(true);
      ((Collection<?>) resources.get(null)).clear();
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.debug("Hadoop's default settings will be read, which takes time but does no harm", e);
    }
  }
}
