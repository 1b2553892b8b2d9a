package io.tweetlake.localstack;

import io.tweetlake.local.UserException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of the loopback address. */
final class Ports {
  private Ports() {}

  /**
   * A port to listen on.
   *
   * @param wanted 0 for any free one
   * @throws UserException where it is taken
   */
  static int free(int wanted) {
    try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UserException(
          ("Cannot start an emulator: port %d of 127.0.0.1 is taken. End what listens there"
                  + " (./tweetlake localstack down, if it is an emulator of before), give another"
                  + " with --port, or use what listens there with AWS_ENDPOINT_URL=http://127.0.0.1:%d")
              .formatted(wanted, wanted),
          e);
    }
  }
}
