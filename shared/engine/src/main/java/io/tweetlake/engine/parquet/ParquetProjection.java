package io.tweetlake.engine.parquet;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.ColumnSelection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Some columns of a Parquet file: the parts of it that hold them, and a footer that names no
 * others. A file with those parts where they were, and that footer behind them, reads as if it had
 * never had more columns. Of wide files the footer alone takes longer to read than a few columns.
 *
 * @see <a
 *     href="https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift">
 *     Parquet's metadata</a>
 */
public final class ParquetProjection {
  /** Behind the footer: its length in four bytes, and four letters. */
  public static final int TRAILER_BYTES = 8;

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  // of FileMetaData
  private static final int SCHEMA = 2;
  private static final int ROW_GROUPS = 4;
  private static final int COLUMN_ORDERS = 7;
  private static final int ENCRYPTION = 8;
  // of RowGroup
  private static final int COLUMNS = 1;
  private static final int SORTING_COLUMNS = 4;
  // of ColumnChunk; what lies outside of the chunk, its indexes, is left out
  private static final int OTHER_FILE = 1;
  private static final int META_DATA = 3;
  private static final int OFFSET_INDEX_OFFSET = 4;
  private static final int COLUMN_INDEX_LENGTH = 7;
  private static final int CRYPTO_METADATA = 8;
  // of ColumnMetaData
  private static final int COMPRESSED_SIZE = 7;
  private static final int DATA_PAGE_OFFSET = 9;
  private static final int DICTIONARY_PAGE_OFFSET = 11;
  private static final int BLOOM_FILTER_OFFSET = 14;
  private static final int BLOOM_FILTER_LENGTH = 15;

  private final byte[] original;
  private final List<Part> parts = new ArrayList<>();
  private byte[] footer = new byte[0];

  /** Bytes of a file. */
  public record Part(long offsetBytes, long sizeBytes) {
    public long endBytes() {
      return offsetBytes + sizeBytes;
    }
  }

  /** A file's footer cannot be taken apart. */
  private static final class UnsupportedFooterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsupportedFooterException(String message) {
      super(message);
    }
  }

  private ParquetProjection(byte[] original) {
    this.original = requireNonNull(original, "original is null");
  }

  /** How long the footer is that lies before a file's last {@link #TRAILER_BYTES} bytes. */
  public static Optional<Integer> footerBytes(byte[] trailer) {
    for (int i = 0; i < MAGIC.length; i++) {
      if (trailer[MAGIC.length + i] != MAGIC[i]) {
        return Optional.empty();
      }
    }
    int length =
        trailer[0] & 0xff
            | (trailer[1] & 0xff) << 8
            | (trailer[2] & 0xff) << 16
            | (trailer[3] & 0xff) << 24;
    return length <= 0 ? Optional.empty() : Optional.of(length);
  }

  /**
   * The selected columns of a file.
   *
   * @param footer without the trailer
   * @return empty where the file is better taken whole: nothing is selected, it is encrypted or
   *     spread over several files, or its footer is not understood
   */
  public static Optional<ParquetProjection> of(byte[] footer, ColumnSelection columns) {
    ParquetProjection projection = new ParquetProjection(footer);
    try {
      projection.read(columns);
    } catch (UnsupportedFooterException | IndexOutOfBoundsException | ArithmeticException e) {
      return Optional.empty();
    }
    return Optional.of(projection);
  }

  /** What has to be there, in the order of the file. */
  public List<Part> parts() {
    return List.copyOf(parts);
  }

  /** The footer with its trailer, to be put anywhere behind the last part. */
  public byte[] footer() {
    return footer.clone();
  }

  private void read(ColumnSelection columns) {
    CompactReader in = new CompactReader(original, 0);
    CompactWriter out = new CompactWriter();
    BitSet leaves = new BitSet();
    int id = 0;
    while (in.nextField(id)) {
      id = in.fieldId();
      if (id >= ENCRYPTION) {
        throw new UnsupportedFooterException("encrypted");
      }
      out.field(id, in.fieldType());
      switch (id) {
        case SCHEMA -> {
          SchemaTree schema = SchemaTree.read(in, original, columns);
          if (schema.isEmpty()) {
            throw new UnsupportedFooterException("no column is selected");
          }
          leaves = schema.leaves();
          schema.write(out);
        }
        case ROW_GROUPS -> {
          int groups = in.listSize();
          out.listHeader(groups, CompactReader.STRUCT);
          for (int i = 0; i < groups; i++) {
            out.raw(rowGroup(in, leaves));
          }
        }
        case COLUMN_ORDERS -> copyKept(in, leaves, out);
        default -> copyField(in, out);
      }
    }
    out.stop();
    footer = withTrailer(out.bytes());
    parts.add(new Part(0, MAGIC.length));
    parts.sort(Comparator.comparingLong(Part::offsetBytes));
  }

  private void copyField(CompactReader in, CompactWriter out) {
    int from = in.position();
    in.skipField();
    out.raw(original, from, in.position());
  }

  private void copyKept(CompactReader in, BitSet leaves, CompactWriter out) {
    int size = in.listSize();
    out.listHeader(leaves.cardinality(), CompactReader.STRUCT);
    for (int i = 0; i < size; i++) {
      int from = in.position();
      in.skipStruct();
      if (leaves.get(i)) {
        out.raw(original, from, in.position());
      }
    }
  }

  private CompactWriter rowGroup(CompactReader in, BitSet leaves) {
    CompactWriter out = new CompactWriter();
    int id = 0;
    while (in.nextField(id)) {
      id = in.fieldId();
      if (id == SORTING_COLUMNS) {
        in.skipField();
        continue;
      }
      out.field(id, in.fieldType());
      if (id == COLUMNS) {
        int size = in.listSize();
        out.listHeader(leaves.cardinality(), CompactReader.STRUCT);
        for (int i = 0; i < size; i++) {
          if (leaves.get(i)) {
            out.raw(columnChunk(in));
          } else {
            in.skipStruct();
          }
        }
      } else {
        copyField(in, out);
      }
    }
    out.stop();
    return out;
  }

  private CompactWriter columnChunk(CompactReader in) {
    CompactWriter out = new CompactWriter();
    int id = 0;
    while (in.nextField(id)) {
      id = in.fieldId();
      if (id == OTHER_FILE || id >= CRYPTO_METADATA) {
        throw new UnsupportedFooterException("encrypted, or in another file");
      }
      if (id >= OFFSET_INDEX_OFFSET && id <= COLUMN_INDEX_LENGTH) {
        in.skipField();
        continue;
      }
      out.field(id, in.fieldType());
      if (id == META_DATA) {
        out.raw(metaData(in));
      } else {
        copyField(in, out);
      }
    }
    out.stop();
    return out;
  }

  private CompactWriter metaData(CompactReader in) {
    CompactWriter out = new CompactWriter();
    long size = 0;
    long offset = 0;
    int id = 0;
    while (in.nextField(id)) {
      id = in.fieldId();
      int from = in.position();
      switch (id) {
        case COMPRESSED_SIZE -> size = in.zigzag();
        case DATA_PAGE_OFFSET -> offset = first(offset, in.zigzag());
        case DICTIONARY_PAGE_OFFSET -> offset = first(offset, in.zigzag());
        default -> in.skipField();
      }
      if (id != BLOOM_FILTER_OFFSET && id != BLOOM_FILTER_LENGTH) {
        out.field(id, in.fieldType());
        out.raw(original, from, in.position());
      }
    }
    out.stop();
    if (offset <= 0 || size < 0) {
      throw new UnsupportedFooterException("a column chunk without a place");
    }
    parts.add(new Part(offset, size));
    return out;
  }

  /** An offset of 0 says that there is none: a file begins with its magic. */
  private static long first(long known, long found) {
    return known == 0 || found == 0 ? Math.max(known, found) : Math.min(known, found);
  }

  private static byte[] withTrailer(byte[] footer) {
    byte[] all = Arrays.copyOf(footer, footer.length + TRAILER_BYTES);
    for (int i = 0; i < Integer.BYTES; i++) {
      all[footer.length + i] = (byte) (footer.length >>> 8 * i);
    }
    System.arraycopy(MAGIC, 0, all, footer.length + Integer.BYTES, MAGIC.length);
    return all;
  }
}
