package io.tweetlake.store;

/** There is no object at the path that was asked for. */
public final class ObjectNotFoundException extends ObjectStoreException {
  private static final long serialVersionUID = 1L;

  public ObjectNotFoundException(ObjectPath path) {
    super("There is no object " + path);
  }
}
