package io.tweetlake.store;

/** A conditional write met an object that another writer has put there. */
public final class ObjectExistsException extends ObjectStoreException {
  private static final long serialVersionUID = 1L;

  public ObjectExistsException(ObjectPath path) {
    super("Another writer's object is at " + path);
  }
}
