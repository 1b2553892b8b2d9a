package io.tweetlake.flow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is to be forgotten.
 *
 * @param posts ids of posts to remove, as texts
 * @param places users whose posts are to lose their places
 */
public record ForgetRequest(Set<String> posts, List<ScrubGeo> places) {
  public static final ForgetRequest NOTHING = new ForgetRequest(Set.of(), List.of());

  /**
   * A {@code scrub_geo} notice: the user's posts up to one lose their places.
   *
   * @param userId a number
   * @param upToPostId a number; that post is among them
   */
  public record ScrubGeo(long userId, long upToPostId) {}

  public ForgetRequest {
    posts = Set.copyOf(posts);
    places = List.copyOf(places);
  }

  public static ForgetRequest ofPosts(Collection<String> ids) {
    return new ForgetRequest(Set.copyOf(ids), List.of());
  }

  public boolean isEmpty() {
    return posts.isEmpty() && places.isEmpty();
  }

  /** Both together. */
  public ForgetRequest and(ForgetRequest other) {
    Set<String> allPosts = new HashSet<>(posts);
    allPosts.addAll(other.posts);
    List<ScrubGeo> allPlaces = new ArrayList<>(places);
    allPlaces.addAll(other.places);
    return new ForgetRequest(allPosts, allPlaces.stream().distinct().toList());
  }
}
