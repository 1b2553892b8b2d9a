package io.tweetlake.local.cli;

import io.tweetlake.local.UserException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.Option;

/** Where a page is served. */
final class ServeOptions {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Where to serve the page. By default any free port.")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "The address to listen at. By default 127.0.0.1, which only this machine reaches; the page"
              + " asks nobody for a password.")
  private String host;

  InetSocketAddress resolve() {
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException | IllegalArgumentException e) {
      throw new UserException(
          "Cannot serve the page at %s:%d: no such address".formatted(host, port), e);
    }
  }
}
