package io.tweetlake.engine.parquet;

import io.tweetlake.engine.ColumnSelection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The schema of a Parquet file, a tree in the order of its nodes, and which of them are kept. Only
 * plain groups are taken apart: lists and maps are kept or left out whole.
 */
final class SchemaTree {
  private static final int REPETITION = 3;
  private static final int NAME = 4;
  private static final int CHILDREN = 5;
  private static final int CONVERTED_TYPE = 6;
  private static final int LOGICAL_TYPE = 10;
  private static final int REPEATED = 2;

  private final byte[] footer;
  private final List<Element> elements;
  private final BitSet kept = new BitSet();
  private final int[] keptChildren;
  private int next;

  /** A node, from its first byte to behind its last. */
  private record Element(int from, int to, String name, int children, boolean isPlain) {}

  private SchemaTree(byte[] footer, List<Element> elements) {
    this.footer = footer;
    this.elements = elements;
    this.keptChildren = new int[elements.size()];
  }

  /** Reads the list that {@code in} stands at, and keeps what is selected. */
  static SchemaTree read(CompactReader in, byte[] footer, ColumnSelection columns) {
    int size = in.listSize();
    List<Element> elements = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      elements.add(element(in));
    }
    SchemaTree tree = new SchemaTree(footer, elements);
    tree.keep(Optional.of(columns), true);
    return tree;
  }

  private static Element element(CompactReader in) {
    int from = in.position();
    String name = "";
    int children = 0;
    boolean isPlain = true;
    int id = 0;
    while (in.nextField(id)) {
      id = in.fieldId();
      switch (id) {
        case NAME -> name = new String(in.binary(), StandardCharsets.UTF_8);
        case CHILDREN -> children = Math.toIntExact(in.zigzag());
        case REPETITION -> isPlain &= in.zigzag() != REPEATED;
        case CONVERTED_TYPE, LOGICAL_TYPE -> {
          isPlain = false;
          in.skipField();
        }
        default -> in.skipField();
      }
    }
    return new Element(from, in.position(), name, children, isPlain);
  }

  /** Decides on the next node and all below it; returns whether it is kept. */
  private boolean keep(Optional<ColumnSelection> selected, boolean isRoot) {
    int index = next++;
    Element element = elements.get(index);
    boolean whole =
        selected.isPresent() && !isRoot && (element.children() == 0 || !element.isPlain());
    for (int i = 0; i < element.children(); i++) {
      Optional<ColumnSelection> child =
          whole
              ? Optional.of(ColumnSelection.all())
              : selected.flatMap(of -> of.member(elements.get(next).name()));
      keptChildren[index] += keep(child, false) ? 1 : 0;
    }
    boolean isKept = isRoot || (selected.isPresent() && (whole || keptChildren[index] > 0));
    kept.set(index, isKept);
    return isKept;
  }

  boolean isEmpty() {
    return keptChildren[0] == 0;
  }

  /** Which columns are kept, by their place among the leaves. */
  BitSet leaves() {
    BitSet leaves = new BitSet();
    int leaf = 0;
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i).children() == 0) {
        leaves.set(leaf++, kept.get(i));
      }
    }
    return leaves;
  }

  void write(CompactWriter out) {
    out.listHeader(kept.cardinality(), CompactReader.STRUCT);
    for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
      Element element = elements.get(i);
      if (keptChildren[i] == element.children()) {
        out.raw(footer, element.from(), element.to());
      } else {
        out.raw(withChildren(element, keptChildren[i]));
      }
    }
  }

  private CompactWriter withChildren(Element element, int children) {
    CompactReader in = new CompactReader(footer, element.from());
    CompactWriter out = new CompactWriter();
    int id = 0;
    while (in.nextField(id)) {
      id = in.fieldId();
      out.field(id, in.fieldType());
      int from = in.position();
      in.skipField();
      if (id == CHILDREN) {
        out.zigzag(children);
      } else {
        out.raw(footer, from, in.position());
      }
    }
    out.stop();
    return out;
  }
}
