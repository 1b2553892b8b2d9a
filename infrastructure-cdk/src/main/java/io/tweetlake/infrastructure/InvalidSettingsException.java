package io.tweetlake.infrastructure;

import java.util.List;

/** Settings that cannot be deployed, with every problem found. */
public final class InvalidSettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidSettingsException(List<String> problems) {
    super("Cannot read the settings in cdk.json or -c:\n  " + String.join("\n  ", problems));
  }
}
