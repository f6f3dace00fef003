/**
 * Files and folders between the two ends of a flow: verified, resumable, and never outside the
 * receiver's folder.
 *
 * <p>Start at {@link dev.hvsock.transfer.Transfer}. The packages that are not exported hold one
 * thing each: {@code wire} the messages of docs/transfer-protocol.md, {@code files} what becomes of
 * them in a file system.
 */
module dev.hvsock.transfer {
  requires transitive dev.hvsock;
  requires static org.jspecify;

  exports dev.hvsock.transfer;
}
