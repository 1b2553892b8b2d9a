package io.tweetlake.posts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;

/** JSON as Twitter's stream writes it: ASCII only, and with escaped slashes. */
final class Json {
  static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .characterEscapes(new SlashEscapes())
          .build();

  private Json() {}

  private static final class SlashEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    private final int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();

    SlashEscapes() {
      escapes['/'] = '/';
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return escapes.clone();
    }

    @Override
    public SerializableString getEscapeSequence(int ch) {
      return null;
    }
  }
}
