package io.tweetlake.function.widget;

/** Colours for a light or a dark dashboard. */
record Theme(String ink, String soft, String line, String card, String good, String bad) {
  static final Theme LIGHT =
      new Theme("#16202e", "#546175", "#c5cfdc", "#ffffff", "#0a7f4f", "#c92a4b");
  static final Theme DARK =
      new Theme("#e9eef6", "#a3b0c3", "#3a485a", "#1d2836", "#55d69b", "#ff7d95");

  static Theme of(String name) {
    return name.equalsIgnoreCase("dark") ? DARK : LIGHT;
  }
}
