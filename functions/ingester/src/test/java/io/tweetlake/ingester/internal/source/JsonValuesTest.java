package io.tweetlake.ingester.internal.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JsonValuesTest {
  private static final int MAX_BYTES = 1 << 20;

  @Test
  void passesLinesOfOneObjectOnAsTheyAre() throws Exception {
    assertThat(values(" {\"a\": [1, {\"}\": \"\\\"{\"}]}\t", "{}", "{\"b\":2}"))
        .containsExactly("1: {\"a\": [1, {\"}\": \"\\\"{\"}]}\t", "2:{}", "3:{\"b\":2}");
  }

  @Test
  void putsAValueOnSeveralLinesTogether() throws Exception {
    assertThat(
            values(
                "{\"a\":1}", "{", "  \"b\": \"x  y\",", "", "\t\"c\": [", "  1", "  ]", "}", "{}"))
        .containsExactly("1:{\"a\":1}", "2:{\"b\": \"x  y\",\"c\": [1]}", "9:{}");
  }

  @Test
  void takesTheElementsOfAnArrayAndSeveralValuesOfALineApart() throws Exception {
    assertThat(
            values("[{\"a\":[1]}, {\"b\":2} ,3,\"x\", null, [4]]", "{\"c\":1}{\"d\":2} {\"e\":3}"))
        .containsExactly(
            "1:{\"a\":[1]}",
            "1:{\"b\":2}",
            "1:3",
            "1:\"x\"",
            "1:null",
            "1:[4]",
            "2:{\"c\":1}",
            "2:{\"d\":2}",
            "2:{\"e\":3}");
    assertThat(values("[", "  {", "    \"a\": 1", "  },", "  {\"b\":2}", "]", "{\"c\":3}"))
        .containsExactly("2:{\"a\": 1}", "5:{\"b\":2}", "7:{\"c\":3}");
    assertThat(values("{\"a\":1},", "{\"b\":2}, {\"c\":3},"))
        .as("the elements without their array")
        .containsExactly("1:{\"a\":1}", "2:{\"b\":2}", "2:{\"c\":3}");
    assertThat(values("[]", "[ ]", "[", "]")).isEmpty();
  }

  @Test
  void losesNoNeighbourOfALineThatWasCut() throws Exception {
    for (String cut :
        List.of(
            "{",
            "{\"a",
            "{\"a\"",
            "{\"a\":",
            "{\"a\":[",
            "{\"a\":[{}",
            "{\"a\":[{},",
            "{\"a\":1,",
            "{\"a\":tr",
            "{\"a\":{\"b\":",
            "{\"a\":\"x\\")) {
      assertThat(values("{\"n\":1}", cut, "{\"n\":2}", "{\"n\":3}"))
          .as(cut)
          .containsExactly("1:{\"n\":1}", "2:" + cut, "3:{\"n\":2}", "4:{\"n\":3}");
      assertThat(values("{\"n\":1}", cut)).as(cut).containsExactly("1:{\"n\":1}", "2:" + cut);
      assertThat(values("[", "{\"n\":1},", cut, "{\"n\":2},", "{\"n\":3}", "]", "{\"n\":4}"))
          .as("in an array " + cut)
          .contains("2:{\"n\":1}", "3:" + cut, "4:{\"n\":2}", "5:{\"n\":3}", "7:{\"n\":4}");
    }
  }

  @Test
  void keepsTextThatIsNoJson() throws Exception {
    assertThat(values("plain text", "{\"a\":1} and more", "]", "}", "<p>", "{\"a\":1}}", "{]"))
        .containsExactly(
            "1:plain text",
            "2:{\"a\":1}",
            "2:and more",
            "3:]",
            "4:}",
            "5:<p>",
            "6:{\"a\":1}",
            "6:}",
            "7:{]");
  }

  @Test
  void keepsAPrettyPrintedValueThatWasCutAsOneAndTakesNoneOfItsParts() throws Exception {
    assertThat(
            values(
                "{\"n\":1}",
                "{",
                "  \"data\": [",
                "    {\"id\": 5, \"text\": \"x\"},",
                "    {\"id\": 6,",
                "{\"n\":2}"))
        .containsExactly(
            "1:{\"n\":1}",
            "2:{\n  \"data\": [\n    {\"id\": 5, \"text\": \"x\"},\n    {\"id\": 6,",
            "6:{\"n\":2}");
  }

  @Test
  void goesOnAfterABrokenElementOfAnArray() throws Exception {
    assertThat(
            values(
                "[",
                "  {",
                "    \"n\": 1",
                "  },",
                "  {",
                "    \"n\" 2",
                "  },",
                "  {",
                "    \"n\": 3",
                "  }",
                "]",
                "{\"n\":4}"))
        .containsExactly(
            "2:{\"n\": 1}", "5:{\n    \"n\" 2", "7:},", "8:{\"n\": 3}", "11:]", "12:{\"n\":4}");
    assertThat(values("[{\"n\":1}", "{\"n\":2}", "{\"n\":3}"))
        .as("an array without commas and end")
        .containsExactly("1:{\"n\":1}", "2:{\"n\":2}", "3:{\"n\":3}");
  }

  @Test
  void boundsAValueOnSeveralLines() throws Exception {
    List<String> lines = new ArrayList<>(List.of("{\"a\":["));
    IntStream.range(0, 5_000).forEach(i -> lines.add("{\"n\":\"" + "x".repeat(500) + "\"},"));

    List<String> values = values(lines.toArray(String[]::new));

    assertThat(values).hasSize(5_001);
    assertThat(values.get(0)).isEqualTo("1:{\"a\":[");
  }

  @Test
  void findsWhatAnyLayoutHoldsAndLosesNothingOfWhatIsBroken() throws Exception {
    ObjectMapper json = new ObjectMapper();
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      ArrayNode array = json.createArrayNode();
      for (int i = 0; i <= random.nextInt(4); i++) {
        array.addObject().put("n", i).put("t", "{[\"\\,\u00e4]}").putArray("a").add(1).addObject();
      }
      List<String> each = new ArrayList<>();
      array.forEach(
          element ->
              each.add(random.nextBoolean() ? element.toString() : element.toPrettyString()));
      String text =
          switch (random.nextInt(4)) {
            case 0 -> array.toString();
            case 1 -> array.toPrettyString();
            case 2 -> String.join("", each);
            default -> String.join("\n", each);
          };
      assertThat(values(text.split("\n")).stream().map(value -> value.replaceAll("^\\d+:", "")))
          .as(text)
          .extracting(value -> json.readTree(value).toString())
          .containsExactlyElementsOf(
              IntStream.range(0, array.size()).mapToObj(i -> array.get(i).toString()).toList());

      int at = random.nextInt(text.length());
      String broken =
          text.substring(0, at)
              + text.substring(Math.min(text.length(), at + 1 + random.nextInt(9)));
      String kept =
          values(broken.split("\n")).stream()
              .map(value -> value.replaceAll("^\\d+:", ""))
              .collect(Collectors.joining());
      // white space, and what separates the elements of an array
      assertThat(significant(kept)).as(broken).isEqualTo(significant(broken));
    }
  }

  private static String significant(String text) {
    return text.replaceAll("[\\s,\\[\\]]", "");
  }

  private static List<String> values(String... lines) throws InterruptedException {
    List<String> found = new ArrayList<>();
    JsonValues values =
        new JsonValues(
            (value, line) -> found.add(line + ":" + new String(value, UTF_8)), MAX_BYTES);
    for (int i = 0; i < lines.length; i++) {
      values.line(lines[i].getBytes(UTF_8), i + 1);
    }
    values.end();
    return found;
  }
}
