package dev.hvsock.transfer.files;

import dev.hvsock.transfer.Entry;
import dev.hvsock.transfer.Entry.Kind;
import dev.hvsock.transfer.Overwrite;
import dev.hvsock.transfer.ReceiveOptions;
import dev.hvsock.transfer.TransferRefusedException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The receiver's folder, and one offer that goes into it.
 *
 * <p>To be called in this order: {@link #admit}, {@link #plan}, {@link #makeFolders}, {@link
 * #begin} for each file that is wanted, {@link #finish}, {@link #close}. Several threads may have
 * files on their way at once; all else is for one.
 *
 * <p>Nothing outside the folder is touched, whatever is offered, and no link is followed, whoever
 * made it: every folder that is written to was made here, or looked at before.
 */
public final class Destination implements Closeable {
  private final Root root;
  private final ReceiveOptions options;
  private final boolean posix;
  private final Store store;
  private final boolean served;
  private final OverwriteRule rule;
  private final ReentrantLock placing = new ReentrantLock();
  private final Set<Arrival> arrivals = ConcurrentHashMap.newKeySet();
  private final Set<Path> changed = ConcurrentHashMap.newKeySet();
  private @Nullable Tree tree;
  private @Nullable Folders folders;

  private Destination(Root root, ReceiveOptions options, boolean served) {
    this.root = root;
    this.served = served;
    this.options = options;
    this.posix = Attributes.arePosix(root.path().getFileSystem());
    this.store = root.store();
    this.rule = new OverwriteRule(options.overwrite(), store);
  }

  /**
   * Opens a folder, which is made by {@link #makeFolders} if it is not there.
   *
   * @throws IOException if it is no folder, or cannot be one
   */
  public static Destination open(Path folder, ReceiveOptions options) throws IOException {
    return new Destination(Root.of(folder), options, false);
  }

  /**
   * Opens a folder in one that is served. No link on the way is followed.
   *
   * @param path relative to {@code served}, names with {@code /} between; empty for that itself
   * @throws TransferRefusedException if something on the way is no folder
   */
  public static Destination open(Path served, String path, ReceiveOptions options)
      throws IOException {
    return new Destination(Root.within(served, path), options, true);
  }

  /**
   * Looks at the size of an offer before it is read.
   *
   * @throws TransferRefusedException if it is more than the options allow
   */
  public void admit(long entries, long bytes) throws TransferRefusedException {
    if (entries > options.maxFiles()) {
      throw new TransferRefusedException(
          "%d files, folders and links are offered, and %d allowed; allow more, or send less at once"
              .formatted(entries, options.maxFiles()));
    }
    if (bytes > options.maxBytes()) {
      throw new TransferRefusedException(
          "%d bytes are offered, and %d allowed; allow more, or send less at once"
              .formatted(bytes, options.maxBytes()));
    }
  }

  /**
   * Decides on each entry. Changes nothing in the folder, but that names which a file system might
   * take for one are tried out there, in a folder that is removed again. Takes long where partial
   * files are gone on with: their digests are computed.
   *
   * @param rehearsal whether nothing will come; nothing is tried out then
   * @throws java.net.ProtocolException if the entries are no tree
   * @throws TransferRefusedException if they are more than the options allow, or do not fit
   */
  public Plan plan(List<Entry> entries, boolean rehearsal) throws IOException {
    Tree offered = new Tree(root.path(), entries);
    admit(entries.size(), offered.bytes());
    Planner planner = new Planner(options, rule, root, store, rehearsal);
    if (options.spaceChecked() && !root.exists()) {
      root.checkRoom(offered.bytes()); // planning makes the folder, to try names out
    }
    planner.plan(offered);
    if (options.spaceChecked()) {
      root.checkRoom(planner.needed());
    }
    tree = offered;
    folders = new Folders(offered, keepsModes(), changesFolders());
    return new Plan(offered.nodes.stream().map(Node::decision).toList());
  }

  /**
   * Whether folders that are there get the times and permissions that are offered. It is the user
   * of this end who says so: that a client wants to go on with its files is not enough.
   */
  private boolean changesFolders() {
    return options.overwrite() != Overwrite.NEVER || (options.resume() && !served);
  }

  /**
   * Makes the folders that are wanted. What fails is told by {@link #finish}, and the files in it
   * by {@link #begin}.
   *
   * @throws IOException if the folder that all goes into cannot be made
   */
  public void makeFolders() throws IOException {
    root.make();
    planned().root.ready();
    Objects.requireNonNull(folders).make();
  }

  /**
   * Begins a file that is wanted, or goes on with it.
   *
   * @param offset 0, or the one in its {@link Decision.Want}
   * @throws IOException if it cannot be; the others can all the same
   */
  public Arrival begin(int index, long offset) throws IOException {
    Node node = wanted(index);
    Partial partial =
        Partial.write(
            node.path(),
            node.sibling(Names.partial(node.name())),
            Modes.whileIncomplete(node.entry, keepsModes()));
    boolean begun = false;
    try {
      if (offset > 0 && !node.isUnchanged(partial.path(), offset)) {
        throw failure(node, "what was there of it has changed");
      }
      Arrival arrival = new Arrival(this, node, partial, offset);
      arrivals.add(arrival);
      begun = true;
      return arrival;
    } finally {
      if (!begun) {
        partial.close();
      }
    }
  }

  /**
   * Makes a file all of whose bytes are there, and verified. Several threads may do so at once.
   *
   * @throws IOException if it cannot be made; nothing is left of it then
   */
  public void take(int index, ByteBuffer bytes) throws IOException {
    Node node = wanted(index);
    if (bytes.remaining() != node.entry.size()) {
      throw failure(node, bytes.remaining() + " of its " + node.entry.size() + " bytes have come");
    }
    if (Partial.isShared(root.path()) && !node.hasPartial()) {
      Path path = node.path();
      Partial.hold(path);
      try {
        SmallFile.make(this, node, bytes);
      } finally {
        Partial.release(path);
      }
      return;
    }
    try (Arrival arrival = begin(index, 0)) {
      arrival.write(bytes);
      arrival.take();
    }
  }

  /**
   * Makes the links, and then gives the folders their times and permissions, the deepest first.
   *
   * @return what of links and folders is not as it was offered
   */
  public List<Failure> finish() throws IOException {
    List<Failure> failures = new ArrayList<>(Objects.requireNonNull(folders).failures());
    for (Node node : planned().nodes) {
      if (node.entry.kind() == Kind.LINK && node.isWanted()) {
        makeLink(node).ifPresent(failures::add);
      }
    }
    if (options.durable()) {
      Folders.force(changed);
    }
    failures.addAll(Objects.requireNonNull(folders).complete());
    return failures;
  }

  /** Lets go of all files that are still on their way; they can be gone on with. */
  @Override
  public void close() throws IOException {
    Optional<IOException> failure = Optional.empty();
    for (Arrival arrival : arrivals) {
      try {
        arrival.close();
      } catch (IOException e) {
        failure = Optional.of(e);
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /**
   * Whether files get the permissions that are offered. FAT has none, and who is not the owner of
   * what is there may not even ask for some.
   */
  boolean keepsModes() {
    return posix && store.keepsModes();
  }

  /** Forces a file to its device, if the options say so. */
  void force(SeekableByteChannel channel) throws IOException {
    if (options.durable() && channel instanceof FileChannel file) {
      file.force(true);
    }
  }

  /**
   * Whether files are moved before they are closed, so that they are locked until they have their
   * names. Windows sets times anew when it closes a file, and ZIP has no file before.
   */
  boolean isMovedOpen() {
    return posix && Partial.isShared(root.path());
  }

  void forget(Arrival arrival) {
    arrivals.remove(arrival);
  }

  /**
   * Gives a file or link its name, one at a time: the name of one may be the short name of another.
   *
   * @throws FileAlreadyExistsException if something has come to have it that is not to be replaced
   */
  void place(Path temporary, Node node) throws IOException {
    placing.lock();
    try {
      checkPlace(node);
      move(temporary, node.path());
    } finally {
      placing.unlock();
    }
    if (!Partial.isShared(temporary) && node.entry.kind() == Kind.FILE) {
      Attributes.write(node.path(), node.entry, keepsModes()); // ZIP forgets times when it moves
    }
    if (options.durable()) {
      changed.add(node.parent().path());
    }
  }

  /**
   * Where nothing was before, there may be a file of another transfer by now, to which the rule
   * applies; or one of this transfer whose name is another: FAT and NTFS have short ones besides.
   */
  private void checkPlace(Node node) throws IOException {
    Optional<BasicFileAttributes> existing = Attributes.at(node.path());
    if (existing.isEmpty()) {
      return;
    }
    Optional<Decision.Kept> objection = rule.objection(node.entry, existing.get());
    if (objection.isPresent()) {
      throw taken(node, objection.get().reason());
    }
    if (!node.existed() && !Listing.isSpelledSo(node.parent().path(), node.name())) {
      throw taken(node, "something else has come to have its name");
    }
  }

  private static FileAlreadyExistsException taken(Node node, String reason) {
    return new FileAlreadyExistsException(node.entry.path(), null, reason);
  }

  private static void move(Path temporary, Path path) throws IOException {
    try {
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException | UnsupportedOperationException _) {
      Files.move(temporary, path, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Node wanted(int index) throws IOException {
    Node node = planned().nodes.get(index);
    if (!node.parent().isReady()) {
      throw failure(node, "the folder that it is in could not be made");
    }
    return node;
  }

  private Optional<Failure> makeLink(Node node) {
    if (!node.parent().isReady()) {
      return Optional.of(new Failure(node.index, "the folder that it is in could not be made"));
    }
    try {
      Links.make(this, node);
      return Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.of(new Failure(node.index, Reasons.of(e)));
    }
  }

  private Tree planned() {
    Tree known = tree;
    if (known == null) {
      throw new IllegalStateException("there is no plan yet");
    }
    return known;
  }

  private static FileSystemException failure(Node node, String reason) {
    return new FileSystemException(node.entry.path(), null, reason);
  }
}
