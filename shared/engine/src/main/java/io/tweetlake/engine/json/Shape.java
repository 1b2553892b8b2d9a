package io.tweetlake.engine.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.Field;
import io.tweetlake.types.MapType;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the values in one place of a JSON line: a node of the trie that inference grows
 * and the check walks. A shape from a table's schema keeps its kind for ever; a struct of either
 * origin may gain members.
 */
final class Shape {
  enum Kind {
    /** Only nulls were seen. */
    NULL,
    BOOLEAN,
    LONG,
    /** Only integers beyond 64 bits were seen. */
    BIG,
    DOUBLE,
    STRING,
    /** Any value; the column holds a string's text and any other value's JSON. */
    TEXT,
    /** Only <code>{}</code> was seen. */
    EMPTY,
    STRUCT,
    LIST,
    MAP,
    /** A type that is never inferred; {@link ScalarCheck} knows it. */
    DECLARED
  }

  private static final int NOT_THERE = -1;

  private final boolean fixed;
  private Kind kind;
  private DataType declared = PrimitiveType.STRING;
  private Optional<WrittenTimes> times = Optional.empty();

  private Shape element;
  private final List<String> names = new ArrayList<>();
  private byte[][] keys = new byte[0][];

  /** Of each member, its name and colon as most writers write them; empty where they escape it. */
  private byte[][] tokens = new byte[0][];

  private Shape[] members = new Shape[0];
  private final Map<String, Integer> byName = new HashMap<>();
  private final Map<String, Integer> byFoldedName = new HashMap<>();
  private int[] slots = new int[0];

  private Shape(Kind kind, boolean fixed) {
    this.kind = requireNonNull(kind, "kind is null");
    this.fixed = fixed;
  }

  static Shape unseen() {
    return new Shape(Kind.NULL, false);
  }

  static Shape text() {
    return new Shape(Kind.TEXT, true);
  }

  static Shape struct() {
    return new Shape(Kind.STRUCT, true);
  }

  static Shape list(Shape element) {
    Shape shape = new Shape(Kind.LIST, true);
    shape.element = element;
    return shape;
  }

  static Shape map(Shape value) {
    Shape shape = new Shape(Kind.MAP, true);
    shape.element = value;
    return shape;
  }

  static Shape fixed(Kind kind) {
    return new Shape(kind, true);
  }

  static Shape declared(DataType type, Optional<WrittenTimes> times) {
    Shape shape = new Shape(Kind.DECLARED, true);
    shape.declared = type;
    shape.times = times;
    return shape;
  }

  Kind kind() {
    return kind;
  }

  /** Whether the kind may still change. */
  boolean open() {
    return !fixed;
  }

  void become(Kind newKind) {
    kind = newKind;
  }

  DataType declared() {
    return declared;
  }

  /** How the values are written, where it is not as DuckDB reads them. */
  Optional<WrittenTimes> times() {
    return times;
  }

  Shape element() {
    if (element == null) {
      element = unseen();
    }
    return element;
  }

  int size() {
    return names.size();
  }

  /** All members, those of members too. */
  int allMembers() {
    int count = element == null ? 0 : element.allMembers();
    for (Shape member : members) {
      count += 1 + member.allMembers();
    }
    return count;
  }

  String name(int index) {
    return names.get(index);
  }

  Shape member(int index) {
    return members[index];
  }

  void add(String name, Shape shape) {
    int index = names.size();
    names.add(name);
    keys = Arrays.copyOf(keys, index + 1);
    members = Arrays.copyOf(members, index + 1);
    keys[index] = name.getBytes(UTF_8);
    tokens = Arrays.copyOf(tokens, index + 1);
    tokens[index] = isPlain(name) ? ('"' + name + "\":").getBytes(UTF_8) : new byte[0];
    members[index] = shape;
    byName.put(name, index);
    byFoldedName.putIfAbsent(ColumnNames.folded(name), index);
    if (slots.length < 4 * (index + 1)) {
      slots = new int[Math.max(16, slots.length * 4)];
      for (int i = 0; i <= index; i++) {
        insert(i);
      }
    } else {
      insert(index);
    }
  }

  private static boolean isPlain(String name) {
    return name.chars()
        .noneMatch(c -> c < ' ' || c == '"' || c == '\\' || Character.isSurrogate((char) c));
  }

  private void insert(int index) {
    int slot = hash(keys[index], 0, keys[index].length) & (slots.length - 1);
    while (slots[slot] != 0) {
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = index + 1;
  }

  private static int hash(byte[] bytes, int from, int to) {
    int hash = to - from;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash ^ hash >>> 15;
  }

  /** The member of that name; -1 where there is none. */
  int indexOf(String name) {
    return byName.getOrDefault(name, NOT_THERE);
  }

  /** Whether a member has that name but for case. */
  boolean hasFolded(String name) {
    return byFoldedName.containsKey(ColumnNames.folded(name));
  }

  /**
   * The length of the member's quoted name and colon where the bytes go on with just that; 0 where
   * they do not, or where it cannot be told without reading a string.
   */
  int tokenLength(int index, byte[] bytes, int from, int to) {
    if (index >= tokens.length) {
      return 0;
    }
    byte[] token = tokens[index];
    int end = from + token.length;
    return end <= to && Arrays.equals(token, 0, token.length, bytes, from, end) ? token.length : 0;
  }

  /** The member whose name is spelled with just these bytes; -1 where there is none. */
  int indexOf(byte[] bytes, int from, int to) {
    if (slots.length == 0) {
      return NOT_THERE;
    }
    int slot = hash(bytes, from, to) & (slots.length - 1);
    while (slots[slot] != 0) {
      byte[] key = keys[slots[slot] - 1];
      if (Arrays.equals(key, 0, key.length, bytes, from, to)) {
        return slots[slot] - 1;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return NOT_THERE;
  }

  /**
   * Gives open shapes that saw nothing typed the kind that their column will have.
   *
   * @param text STRING, or TEXT where the files know no strings but only text
   */
  void close(Kind text) {
    switch (kind) {
      case NULL, BIG, EMPTY, STRING -> kind = text;
      case LIST, MAP -> element().close(text);
      case STRUCT -> {
        if (members.length == 0 && open()) {
          // no name within can be a member's, and no type has a struct without members
          kind = text;
        }
        for (Shape member : members) {
          member.close(text);
        }
      }
      default -> {}
    }
  }

  DataType type() {
    return switch (kind) {
      case BOOLEAN -> PrimitiveType.BOOLEAN;
      case LONG -> PrimitiveType.LONG;
      case DOUBLE -> PrimitiveType.DOUBLE;
      case NULL, BIG, EMPTY, STRING, TEXT -> PrimitiveType.STRING;
      case LIST -> new ArrayType(element().type());
      case MAP -> new MapType(PrimitiveType.STRING, element().type());
      case STRUCT -> structType();
      case DECLARED -> declared;
    };
  }

  StructType structType() {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < members.length; i++) {
      fields.add(Field.of(names.get(i), members[i].type()));
    }
    return new StructType(fields);
  }
}
