package io.tweetlake.sentiment.endpoint;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An error as the service sends it.
 *
 * @param type the value of the header {@code x-amzn-ErrorType}
 * @param members the body's
 */
record ServiceError(int status, String type, Map<String, Object> members) {
  ServiceError {
    requireNonNull(type, "type is null");
    requireNonNull(members, "members is null");
  }

  static ServiceError of(int status, String type, String message) {
    return new ServiceError(status, type, Map.of("Message", message));
  }

  static ServiceError validation(String message) {
    return of(400, "ValidationError", message);
  }

  static ServiceError modelRejected(ModelRejection rejection) {
    return ofModel(424, rejection.status(), rejection.body());
  }

  static ServiceError ofModel(int status, int originalStatus, String originalMessage) {
    Map<String, Object> members = new LinkedHashMap<>();
    String side = originalStatus >= 400 && originalStatus < 500 ? "client" : "server";
    members.put(
        "Message",
        "Received %s error (%d) from primary with message \"%s\"."
            .formatted(side, originalStatus, originalMessage));
    members.put("OriginalMessage", originalMessage);
    members.put("OriginalStatusCode", originalStatus);
    members.put("LogStreamArn", "");
    return new ServiceError(status, "ModelError", members);
  }
}
