package io.tweetlake.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.flow.ForgetRequest.ScrubGeo;
import io.tweetlake.store.ObjectInfo;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The landing bucket's notices of deletions and of places to be scrubbed. */
final class Notices {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectStore store;
  private final ObjectPath folder;

  Notices(ObjectStore store, LakeLayout layout) {
    this.store = requireNonNull(store, "store is null");
    this.folder = new ObjectPath(layout.landingBucket(), LakeLayout.NOTICES);
  }

  /** What notices ask for that landed at or after {@code since}. */
  ForgetRequest read(Instant since) {
    Set<String> posts = new HashSet<>();
    List<ScrubGeo> places = new ArrayList<>();
    Iterator<ObjectInfo> objects = store.list(folder, Optional.empty());
    while (objects.hasNext()) {
      ObjectInfo object = objects.next();
      if (object.path().key().endsWith(".gz") && !object.lastModified().isBefore(since)) {
        read(object.path(), posts, places);
      }
    }
    return new ForgetRequest(posts, places.stream().distinct().toList());
  }

  private void read(ObjectPath path, Set<String> posts, List<ScrubGeo> places) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(new GZIPInputStream(store.open(path)), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        // most notices are of other kinds, or are deletions
        if (line.contains("\"delete\"") || line.contains("\"scrub_geo\"")) {
          read(JSON.readTree(line), posts, places);
        }
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read the notices in %s: not JSON".formatted(path), e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the notices in " + path, e);
    }
  }

  private static void read(JsonNode notice, Set<String> posts, List<ScrubGeo> places) {
    JsonNode id = notice.path("delete").path("status").path("id");
    if (id.isIntegralNumber() || id.isTextual()) {
      posts.add(id.asText());
    }
    JsonNode scrub = notice.path("scrub_geo");
    long user = scrub.path("user_id").asLong(-1);
    long upTo = scrub.path("up_to_status_id").asLong(-1);
    if (user >= 0 && upTo >= 0) {
      places.add(new ScrubGeo(user, upTo));
    }
  }

  /** Adds deletions of posts. */
  void write(ForgetRequest request, Instant now) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      for (String id : request.posts().stream().sorted().toList()) {
        ObjectNode notice = JSON.createObjectNode();
        ObjectNode delete = notice.putObject("delete");
        delete.putObject("status").put("id", id).put("id_str", id);
        delete.put("timestamp_ms", Long.toString(now.toEpochMilli()));
        notice.put("source", "tweetlake");
        gzip.write((notice + "\n").getBytes(UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
    store.write(
        folder.resolve("dt=%s/forget-%s.ndjson.gz".formatted(day, UUID.randomUUID())),
        bytes.toByteArray(),
        Map.of());
  }
}
