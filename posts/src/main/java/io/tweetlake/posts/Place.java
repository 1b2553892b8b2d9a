package io.tweetlake.posts;

import java.util.SplittableRandom;

/** A town that posts are sent from, with its middle in degrees. */
record Place(String id, String name, String country, String countryCode, double lat, double lon) {
  private static final Place[] ALL = {
    new Place("01fe0a1b2c3d4e50", "Lisboa", "Portugal", "PT", 38.72, -9.14),
    new Place("02ab9c8d7e6f5041", "Hamburg", "Deutschland", "DE", 53.55, 9.99),
    new Place("03c0ffee12345678", "大阪市", "日本", "JP", 34.69, 135.50),
    new Place("04dadb0b87654321", "Toronto", "Canada", "CA", 43.65, -79.38),
    new Place("05feedbeef001122", "Cape Town", "South Africa", "ZA", -33.92, 18.42),
    new Place("06a1b2c3d4e5f607", "Lima", "Perú", "PE", -12.05, -77.04),
    new Place("07f00dcafe334455", "서울", "대한민국", "KR", 37.57, 126.98),
    new Place("08bada5566778899", "Leeds", "United Kingdom", "GB", 53.80, -1.55),
  };

  static Place pick(SplittableRandom random) {
    return ALL[random.nextInt(ALL.length)];
  }
}
