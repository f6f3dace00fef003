/** What users put in their own tests of programs that speak over flows. */
module dev.hvsock.testing {
  requires transitive dev.hvsock;
  requires transitive org.junit.jupiter.api;
  requires java.xml;
  requires static org.jspecify;

  exports dev.hvsock.testing;
}
