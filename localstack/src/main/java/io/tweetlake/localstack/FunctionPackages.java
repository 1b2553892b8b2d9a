package io.tweetlake.localstack;

import io.tweetlake.local.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What a deployment uploads as the functions' code. */
final class FunctionPackages {
  private static final String STUB_ARCHITECTURE = "arm64";
  private static final int ELF_HEADER_BYTES = 64;
  private static final int MACHINE_OFFSET = 18;
  private static final int ARM_64 = 0xB7;

  private FunctionPackages() {}

  /** Settings for a deployment whose functions run where {@code hosting} says. */
  static Map<String, String> settings(ProjectFiles files, Hosting hosting) {
    return hosting == Hosting.EMULATOR ? builtForThisMachine(files) : stub(files);
  }

  /** The name that Lambda has for this machine's processor. */
  static String architecture() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64";
  }

  static boolean isBuiltForThisMachine(ProjectFiles files) {
    return Files.isDirectory(files.functions(architecture()));
  }

  private static Map<String, String> builtForThisMachine(ProjectFiles files) {
    if (!isBuiltForThisMachine(files)) {
      throw new UserException(
          "Cannot deploy: the functions are not built for this machine; run mvn -q package"
              + " -DskipTests -pl functions/package -am -Dlambda.architecture="
              + architecture());
    }
    return Map.of("functions.architecture", architecture());
  }

  /**
   * Where nobody unpacks the package, one without functions will do: it deploys in no time, where
   * the real one is a hundred megabytes.
   */
  private static Map<String, String> stub(ProjectFiles files) {
    byte[] header = new byte[ELF_HEADER_BYTES];
    header[MACHINE_OFFSET] = (byte) ARM_64;
    Path stub = files.work().resolve("stub");
    try {
      Path lib =
          Files.createDirectories(stub.resolve("functions-" + STUB_ARCHITECTURE).resolve("lib"));
      Files.write(lib.resolve("libduckdb_java.so"), header);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write a package to " + stub, e);
    }
    return Map.of(
        "functions.package", stub.toString(), "functions.architecture", STUB_ARCHITECTURE);
  }
}
