package io.tweetlake.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** Lines that loaders are known to lose or to change. */
final class NastyLines {
  private NastyLines() {}

  static List<byte[]> all() {
    List<byte[]> lines = new ArrayList<>();
    for (String line :
        List.of(
            "{\"id\":1,\"text\":\"clean\",\"user\":{\"id\":5,\"name\":\"n\"},\"tags\":[\"a\"],\"score\":0.5}",
            // numbers
            "{\"id\":9223372036854775807}",
            "{\"id\":-9223372036854775808}",
            "{\"id\":9223372036854775808}",
            "{\"id\":18446744073709551615}",
            "{\"id\":123456789012345678901234567890}",
            "{\"id\":1.5}",
            "{\"id\":1.0}",
            "{\"id\":1e3}",
            "{\"id\":-0}",
            "{\"id\":\"7\"}",
            "{\"id\":7}",
            "{\"id\":true}",
            "{\"score\":1.10}",
            "{\"score\":9007199254740993}",
            "{\"score\":0.1234567890123456789}",
            "{\"score\":1e400}",
            "{\"score\":1e-400}",
            "{\"score\":-0.0}",
            "{\"score\":5e-324}",
            "{\"score\":1E5}",
            "{\"score\":\"1.10\"}",
            "{\"score\":" + "1".repeat(2000) + "}",
            "{\"score\":1e999999999}",
            "{\"score\":NaN}",
            "{\"score\":Infinity}",
            "{\"score\":01}",
            "{\"score\":+1}",
            "{\"score\":.5}",
            "{\"score\":1.}",
            "{\"score\":0x10}",
            // mixed kinds
            "{\"mixed\":\"7\"}",
            "{\"mixed\":7}",
            "{\"mixed\":1.10}",
            "{\"mixed\":{\"a\":1}}",
            "{\"mixed\":[1,\"x\",null,{\"b\":[]}]}",
            "{\"mixed\":true}",
            "{\"mixed\":\"null\"}",
            "{\"mixed\":null}",
            "{\"text\":{\"deep\":{\"er\":1}}}",
            "{\"user\":\"not a struct\"}",
            "{\"user\":[1]}",
            "{\"user\":{}}",
            "{\"user\":{\"id\":\"x\",\"name\":7,\"new\":{\"a\":[{}]}}}",
            "{\"tags\":[1,\"x\",null,[2]]}",
            "{\"tags\":{}}",
            "{\"tags\":[]}",
            "{\"items\":[{\"a\":1},{\"a\":\"x\",\"b\":2},7,null]}",
            "{\"items\":[{\"a\":2,\"A\":3}]}",
            "{\"matrix\":[[1,2],[3,\"x\"],[]]}",
            "{\"empty\":{}}",
            "{\"empty\":\"{}\"}",
            "{\"empty\":\"\\u007b}\"}",
            "{\"empties\":[{},\"{}\"]}",
            "{\"text\":{ }}",
            "{\"empties\":[{},{}]}",
            "{\"nulls\":[null,null]}",
            // names
            "{\"id\":1,\"ID\":2,\"Id\":3}",
            "{\"iD\":4}",
            "{\"id\":1,\"id\":2}",
            "{\"user\":{\"id\":1},\"user\":{\"name\":\"x\"}}",
            "{\"user\":{\"id\":1,\"id\":2}}",
            "{\"other\":{\"x\":1,\"x\":2}}",
            "{\"\":1}",
            "{\"a b\":1,\"a,b\":2,\"a;b\":3,\"a{b}\":4,\"a(b)\":5,\"a=b\":6,\"a\\tb\":7,\"a\\nb\":8}",
            "{\"a.b\":1,\"a`b\":2,\"a\\\"b\":3,\"a\\\\b\":4,\"a'b\":5,\"$a\":6,\"a-b\":7}",
            "{\"\uD83D\uDE00\":1,\"\u00e9\":2,\"e\u0301\":3,\"\u0130\":4,\"\\u0041\":5}",
            "{\"\\u0069d\":6}",
            "{\"\\ud800\":1}",
            "{\"\\u0000\":1}",
            "{\"_rescued_data\":\"mine\"}",
            "{\"_metadata\":{\"file_path\":\"mine\"}}",
            "{\"_file_path\":\"mine\"}",
            "{\"_corrupt_record\":\"mine\"}",
            "{\"_FILE_PATH\":1,\"id\":\"x\"}",
            "{\"select\":1,\"from\":2,\"line\":\"x\",\"rescued\":3,\"file\":4,\"tweetlake_values\":5}",
            // strings
            "{\"text\":\"a\\u0000b\"}",
            "{\"text\":\"\\ud83d\\ude00\"}",
            "{\"text\":\"\\ud800\"}",
            "{\"text\":\"\\udc00x\"}",
            "{\"text\":\"\\ud800\\ud800\\udc00\"}",
            "{\"text\":\"\\/\\b\\f\\n\\r\\t\\\"\\\\\"}",
            "{\"text\":\"\u2028\u2029\u0085\ufeff\uFFFF\"}",
            "{\"text\":\"\u007f\"}",
            "{\"text\":\"" + "x".repeat(100_000) + "\"}",
            "{\"mixed\":{\"t\":\"\\ud800\"}}",
            "{\"unseen\":{\"t\":\"\\udfff\"},\"k\":[\"\\ud800\"]}",
            // form
            "  {\"id\" : 1 , \"tags\" : [ \"a\" , \"b\" ] }  ",
            "\t{\"id\":1}\r",
            "{\"id\":1}\r",
            "",
            "   ",
            "\r",
            "null",
            "true",
            "7",
            "\"text\"",
            "[1,2]",
            "[{\"id\":1}]",
            "{}",
            "{\"id\":1}{\"id\":2}",
            "{\"id\":1},",
            "{\"id\":1,}",
            "{\"id\":1",
            "{\"id\":",
            "{\"id\"",
            "{",
            "{\"id\":1}}",
            "{id:1}",
            "{'id':1}",
            "{\"id\":1}//c",
            "{\"id\":1 \"b\":2}",
            "{\"tags\":[1,]}",
            "{\"tags\":[,1]}",
            "{\"tags\":[1 2]}",
            "{\"text\":\"unclosed}",
            "{\"text\":\"bad \\x escape\"}",
            "{\"text\":\"bad \\u00g0\"}",
            "{\"text\":\"cut \\u00",
            "{\"text\":\"cut \\",
            "{\"text\":\"tab\there\"}",
            "{\"text\":\"nul\u0000here\"}",
            "\u0000{\"id\":1}",
            "\u000b{\"id\":1}",
            "\u00a0{\"id\":1}",
            "{\"id\":tru}",
            "{\"id\":nul",
            "{\"id\":truex}",
            "{\"id\":-}",
            "not json at all",
            "<html>",
            // nesting
            nested("{\"a\":", "1", "}", 60),
            nested("{\"l\":[", "1", "]}", 30),
            "{\"deep\":" + nested("[", "", "]", 60) + "}",
            "{\"deep\":" + nested("{\"d\":", "null", "}", 150) + "}",
            "{\"deep\":" + nested("[", "", "]", 900) + "}",
            "{\"deep\":" + nested("[", "", "]", 20_000) + "}",
            "{\"deep\":" + "[".repeat(100_000))) {
      lines.add(line.getBytes(UTF_8));
    }
    for (String bytes :
        List.of(
            "{\"text\":\"caf\u00e9\"}",
            "{\"text\":\"\u00c0\u00af\"}",
            "{\"text\":\"\u00ed\u00a0\u0080\"}",
            "{\"text\":\"\u00f5\u0080\u0080\u0080\"}",
            "{\"text\":\"\u00f0\u009f\u0098\"}",
            "{\"t\u00ff\":1}",
            "\u00ff\u00fe{\u0000",
            "{\"id\":1}\u00e2\u0082")) {
      lines.add(bytes.getBytes(ISO_8859_1));
    }
    return lines;
  }

  private static String nested(String open, String inner, String close, int depth) {
    return open.repeat(depth) + inner + close.repeat(depth);
  }
}
