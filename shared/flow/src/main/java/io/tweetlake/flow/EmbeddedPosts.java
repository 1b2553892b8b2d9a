package io.tweetlake.flow;

import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.Field;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The posts that a table's rows hold inside others, in DuckDB's SQL: what v1.1 nests as {@code
 * retweeted_status} and {@code quoted_status}, and v2 sends as {@code includes.tweets}.
 *
 * <p>A retweet is nothing but the post that it repeats, and goes with it, as it does on the
 * platform; a quote or a reply is a post of its own, and loses the copy only.
 */
final class EmbeddedPosts {
  /** v1.1's field for the post that a retweet repeats. */
  static final String RETWEETED = "retweeted_status";

  /** v1.1's field for the post that another quotes. */
  static final String QUOTED = "quoted_status";

  /** v2's objects that posts refer to, of which {@link #TWEETS} are posts. */
  static final String INCLUDES = "includes";

  static final String TWEETS = "tweets";

  /** v2's list of the posts that one refers to, and how. */
  static final String REFERENCES = "referenced_tweets";

  /** How a retweet refers to what it repeats. */
  static final String IS_RETWEET = "retweeted";

  private static final String ID = "id";
  private static final String TYPE = "type";

  private final StructType schema;
  private final boolean rescues;

  EmbeddedPosts(StructType schema) {
    this.schema = schema;
    this.rescues = schema.field(ForgottenRows.RESCUED).isPresent();
  }

  /** Whether rows may hold posts inside others. */
  boolean isPossible() {
    return !repeated().isEmpty() || !copies().isEmpty();
  }

  /** The ids of all posts that a row repeats or has copies of, as a list. */
  String ids() {
    List<String> lists = new ArrayList<>(repeated());
    lists.addAll(copies());
    return concatenated(lists);
  }

  /** Whether a row is a retweet of one of the posts. */
  String isRetweet(Collection<String> posts) {
    return hasAny(repeated(), posts);
  }

  /** Whether a row has a copy of one of the posts. */
  String hasCopy(Collection<String> posts) {
    return hasAny(copies(), posts);
  }

  /** What takes the columns' places so that rows lose the copies of the posts. */
  Map<String, UnaryOperator<String>> replacements(Collection<String> posts) {
    Map<String, UnaryOperator<String>> replacements = new LinkedHashMap<>();
    if (posts.isEmpty()) {
      return replacements;
    }
    idOf(schema, QUOTED, quoted(QUOTED))
        .ifPresent(id -> replacements.put(QUOTED, value -> without(value, id, posts)));
    struct(schema, RETWEETED)
        .filter(retweeted -> struct(retweeted, QUOTED).isPresent())
        .ifPresent(
            retweeted ->
                replacements.put(
                    RETWEETED,
                    value ->
                        repacked(
                            value,
                            retweeted,
                            QUOTED,
                            quoted ->
                                without(
                                    quoted, "[CAST(%s.id AS VARCHAR)]".formatted(quoted), posts))));
    includes()
        .ifPresent(
            includes ->
                replacements.put(
                    INCLUDES,
                    value ->
                        repacked(
                            value,
                            includes,
                            TWEETS,
                            tweets ->
                                "[t FOR t IN %s IF NOT coalesce(list_contains(%s, CAST(t.id AS VARCHAR)), false)]"
                                    .formatted(tweets, ForgottenRows.list(posts)))));
    if (rescues) {
      replacements.put(ForgottenRows.RESCUED, value -> rescuedWithout(value, posts));
    }
    return replacements;
  }

  private List<String> repeated() {
    List<String> lists = new ArrayList<>();
    idOf(schema, RETWEETED, quoted(RETWEETED)).ifPresent(lists::add);
    elements(schema, REFERENCES)
        .filter(reference -> reference.field(TYPE).isPresent())
        .ifPresent(
            reference ->
                lists.add(
                    "[CAST(r.id AS VARCHAR) FOR r IN %s IF r.type = '%s']"
                        .formatted(quoted(REFERENCES), IS_RETWEET)));
    if (rescues) {
      lists.add(rescuedId(RETWEETED));
    }
    return lists;
  }

  private List<String> copies() {
    List<String> lists = new ArrayList<>();
    idOf(schema, QUOTED, quoted(QUOTED)).ifPresent(lists::add);
    struct(schema, RETWEETED)
        .flatMap(retweeted -> idOf(retweeted, QUOTED, quoted(RETWEETED) + "." + quoted(QUOTED)))
        .ifPresent(lists::add);
    includes()
        .ifPresent(
            found ->
                lists.add(
                    "[CAST(t.id AS VARCHAR) FOR t IN %s.%s]"
                        .formatted(quoted(INCLUDES), quoted(TWEETS))));
    if (rescues) {
      lists.add(rescuedId(QUOTED));
      lists.add(rescuedId(RETWEETED + "." + QUOTED));
      lists.add(
          "CAST(json_extract_string(%s, '$.%s.%s[*].id') AS VARCHAR[])"
              .formatted(ForgottenRows.RESCUED, INCLUDES, TWEETS));
    }
    return lists;
  }

  private Optional<StructType> includes() {
    return struct(schema, INCLUDES, TWEETS)
        .filter(includes -> elements(includes, TWEETS).isPresent());
  }

  private static Optional<StructType> struct(StructType parent, String name) {
    return struct(parent, name, ID);
  }

  private static Optional<StructType> struct(StructType parent, String name, String member) {
    return parent.field(name).map(Field::type).flatMap(type -> structWith(type, member));
  }

  private static Optional<StructType> elements(StructType parent, String name) {
    return parent
        .field(name)
        .map(Field::type)
        .filter(ArrayType.class::isInstance)
        .flatMap(type -> structWith(((ArrayType) type).element(), ID));
  }

  private static Optional<StructType> structWith(DataType type, String member) {
    return type instanceof StructType struct && struct.field(member).isPresent()
        ? Optional.of(struct)
        : Optional.empty();
  }

  private static String without(String value, String id, Collection<String> posts) {
    return "CASE WHEN list_has_any(%s, %s) THEN NULL ELSE %s END"
        .formatted(id, ForgottenRows.list(posts), value);
  }

  /** A struct with one member replaced. */
  private static String repacked(
      String value, StructType type, String member, UnaryOperator<String> replacement) {
    String members =
        type.fields().stream()
            .map(
                field -> {
                  String old = value + "." + quoted(field.name());
                  String next = field.name().equals(member) ? replacement.apply(old) : old;
                  return quoted(field.name()) + " := " + next;
                })
            .collect(Collectors.joining(", "));
    return "CASE WHEN %s IS NULL THEN NULL ELSE struct_pack(%s) END".formatted(value, members);
  }

  private String rescuedWithout(String value, Collection<String> posts) {
    String next = value;
    for (Map.Entry<String, String> part :
        Map.of(
                "$.quoted_status", "{\"quoted_status\":null}",
                "$.retweeted_status.quoted_status",
                    "{\"retweeted_status\":{\"quoted_status\":null}}",
                "$.includes.tweets", "{\"includes\":{\"tweets\":null}}")
            .entrySet()) {
      next =
          "CASE WHEN coalesce(json_exists(%1$s, '%2$s'), false) THEN CAST(json_merge_patch(%1$s, '%3$s') AS VARCHAR) ELSE %1$s END"
              .formatted(next, part.getKey(), part.getValue());
    }
    return "CASE WHEN %s THEN %s ELSE %s END".formatted(hasCopy(posts), next, value);
  }

  /** The id of a column's post, whose type may be text where not all values were objects. */
  private static Optional<String> idOf(StructType parent, String name, String value) {
    if (struct(parent, name).isPresent()) {
      return Optional.of("[CAST(%s.id AS VARCHAR)]".formatted(value));
    }
    return parent
        .field(name)
        .filter(field -> field.type() == PrimitiveType.STRING)
        .map(field -> "[json_extract_string(TRY_CAST(%s AS JSON), '$.id')]".formatted(value));
  }

  private static String rescuedId(String path) {
    return "[json_extract_string(%s, '$.%s.id')]".formatted(ForgottenRows.RESCUED, path);
  }

  private static String hasAny(List<String> lists, Collection<String> posts) {
    return lists.isEmpty() || posts.isEmpty()
        ? "false"
        : "coalesce(list_has_any(%s, %s), false)"
            .formatted(concatenated(lists), ForgottenRows.list(posts));
  }

  private static String concatenated(List<String> lists) {
    return lists.stream()
        .map("coalesce(%s, CAST([] AS VARCHAR[]))"::formatted)
        .collect(Collectors.joining(" || ", "(", ")"));
  }

  private static String quoted(String name) {
    return '"' + name + '"';
  }
}
