package io.tweetlake.ingester;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * An HTTP server on loopback that answers as its script says, down to the last byte or short of it.
 */
public final class FakeServer implements AutoCloseable {
  /** What the client asked. */
  public record Request(String method, String target, Map<String, String> headers, String body) {}

  /** Answers one request; the connection is closed afterwards. */
  @FunctionalInterface
  public interface Answer {
    void answer(Request request, Connection connection) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  public FakeServer() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start("accept", this::accept);
  }

  public URI uri(String scheme) {
    return URI.create(scheme + "://127.0.0.1:" + server.getLocalPort());
  }

  /** Answers to requests whose path ends with {@code path}, in order; the last one is repeated. */
  public void on(String path, Answer... script) {
    answers.put(path, new ArrayDeque<>(List.of(script)));
  }

  public List<Request> requests(String path) {
    return requests.stream()
        .filter(request -> URI.create(request.target()).getPath().endsWith(path))
        .toList();
  }

  /** An answer with a JSON body. */
  public static Answer json(int status, String body, String... headers) {
    return (request, connection) -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      connection.head(status, headers, "Content-Length: " + bytes.length);
      connection.send(bytes);
    };
  }

  /** A stream that sends each text as it is and then ends the connection. */
  public static Answer stream(String... texts) {
    return (request, connection) -> {
      connection.head(200, new String[0]);
      for (String text : texts) {
        connection.send(text.getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  /** A stream that sends each text and then nothing more, without ending the connection. */
  public static Answer stall(String... texts) {
    return (request, connection) -> {
      stream(texts).answer(request, connection);
      connection.waitForEnd();
    };
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        start("answer", () -> serve(socket));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      String[] first = reader.readLine().split(" ");
      Map<String, String> headers = new HashMap<>();
      for (String line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
        String[] parts = line.split(": ?", 2);
        headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
      }
      char[] body = new char[Integer.parseInt(headers.getOrDefault("content-length", "0"))];
      for (int read = 0; read < body.length; ) {
        read += reader.read(body, read, body.length - read);
      }
      Request request = new Request(first[0], first[1], headers, new String(body));
      Answer answer = next(URI.create(first[1]).getPath());
      requests.add(request);
      answer.answer(request, new Connection(socket.getOutputStream(), closing));
      socket.getOutputStream().flush();
    } catch (IOException e) {
      // the client has gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Answer next(String path) {
    Queue<Answer> script =
        answers.entrySet().stream()
            .filter(entry -> path.endsWith(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseGet(() -> new ArrayDeque<>(List.of(json(404, "{\"title\":\"Not Found\"}"))));
    return script.size() > 1 ? script.remove() : script.element();
  }

  private static void start(String name, Runnable runnable) {
    Thread thread = new Thread(runnable, "fake-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  /** The server's end of a connection. */
  public static final class Connection {
    private final OutputStream out;
    private final CountDownLatch closing;

    Connection(OutputStream out, CountDownLatch closing) {
      this.out = out;
      this.closing = closing;
    }

    public void head(int status, String[] headers, String... more) throws IOException {
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n");
      for (String[] group : new String[][] {headers, more}) {
        for (String header : group) {
          head.append(header).append("\r\n");
        }
      }
      raw(head + "Connection: close\r\n\r\n");
    }

    public void raw(String text) throws IOException {
      send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void send(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    /** Keeps the connection open until the server is closed. */
    public void waitForEnd() throws InterruptedException {
      closing.await();
    }
  }
}
