package dev.hvsock.transfer;

import dev.hvsock.Flow;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** What {@link Transfer#server} lets its clients do. Not for use by several threads. */
public final class ServeOptions {
  private boolean readOnly;
  private Consumer<ReceiveOptions> receiving = options -> {};
  private Consumer<SendOptions> sending = options -> {};
  private Optional<Function<? super Flow, ? extends ClientListener>> listeners = Optional.empty();

  ServeOptions() {}

  /** Whether clients may only get and list; off unless set. */
  public ServeOptions readOnly(boolean only) {
    readOnly = only;
    return this;
  }

  /**
   * What holds when a client puts: its own wish to overwrite is granted up to {@link
   * ReceiveOptions#overwrite()}, its wish to resume always. Called once for each client, by its
   * thread.
   */
  public ServeOptions receiving(Consumer<ReceiveOptions> options) {
    receiving = options;
    return this;
  }

  /** What holds when a client gets or lists. Called once for each client, by its thread. */
  public ServeOptions sending(Consumer<SendOptions> options) {
    sending = options;
    return this;
  }

  /**
   * Who hears of each client, in place of the listeners that {@link #receiving} and {@link
   * #sending} set; nobody unless set.
   *
   * @param makers called once for each client, by its thread and before it has said anything, with
   *     its flow, which stays the server's
   */
  public ServeOptions listeners(Function<? super Flow, ? extends ClientListener> makers) {
    listeners = Optional.of(makers);
    return this;
  }

  /** The value set by {@link #readOnly(boolean)}. */
  public boolean readOnly() {
    return readOnly;
  }

  Optional<ClientListener> listener(Flow client) {
    return listeners.map(makers -> makers.apply(client));
  }

  ReceiveOptions receiving() {
    ReceiveOptions options = new ReceiveOptions();
    receiving.accept(options);
    return options;
  }

  SendOptions sending() {
    SendOptions options = new SendOptions();
    sending.accept(options);
    return options;
  }
}
