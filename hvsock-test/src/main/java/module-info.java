/**
 * What users of hvsock put in their own tests.
 *
 * <p>Start at {@link dev.hvsock.testing.FlowContract}.
 */
module dev.hvsock.testing {
  requires transitive dev.hvsock;
  requires transitive org.junit.jupiter.api;
  requires transitive org.junit.jupiter.params;
  requires java.management;
  requires jdk.management;
  requires static org.jspecify;

  exports dev.hvsock.testing;
}
