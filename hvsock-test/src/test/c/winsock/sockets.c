/* The sockets: made, bound, listening, named, shut down and closed. */
#include "standin.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HANDLE_STEP = 4, MAX_SOCKETS = 1 << 16 };
enum { SOCKET_OVERLAPPED = 0x01, SOCKET_NO_INHERIT = 0x80 };
enum { PROTOCOL_TCP = 6, HV_PROTOCOL_RAW = 1, TYPE_STREAM = 1 };
enum { DEFAULT_BUFFER = 65536, DEFAULT_CONNECT_TIMEOUT = 2000 };
enum { BYTES_OF_WSADATA = 408, VERSION = 0x0202 };

int sockets_open;
static struct endpoint *endpoints[MAX_SOCKETS]; /* by handle / 4; the lowest free one is given next */
static int indexes;                            /* all sockets are at lower ones */
static uint64_t names_chosen;

/* A socket that is closed may be somebody else's by now: whoever uses it has a bug. */
struct endpoint *endpoint_find(SOCKET handle) {
  struct endpoint *found = endpoint_for_event(handle);
  if (!found) refuse("socket %#llx is not open", (unsigned long long)handle);
  return found;
}

struct endpoint *endpoint_for_event(uint64_t handle) {
  uint64_t index = handle / HANDLE_STEP;
  return handle % HANDLE_STEP || index >= MAX_SOCKETS ? NULL : endpoints[index];
}

/* In this process. */
struct endpoint *endpoint_named(const struct address *local) {
  for (int i = 1; i < indexes; i++) {
    struct endpoint *each = endpoints[i];
    if (each && each->named && memcmp(&each->local, local, sizeof *local) == 0) return each;
  }
  return NULL;
}

API INT_REGISTER win_WSAStartup(WORD version, void *data) {
  int error = begin(WSA_STARTUP);
  if (!error && !data) error = WSAEFAULT;
  if (!error && version != VERSION) error = WSAVERNOTSUPPORTED;
  if (!error) {
    memset(data, 0xA5, BYTES_OF_WSADATA);
    WORD versions[2] = {VERSION, VERSION};
    memcpy(data, versions, sizeof versions);
    if (!started) worker_start();
    started = true;
  }
  finish(error);
  return int_register(error); /* which this function returns itself */
}

static int create(int family, int type, int protocol, DWORD flags, SOCKET *handle) {
  bool hyperv = family == AF_HYPERV;
  if (!hyperv && family != WINDOWS_AF_INET && family != WINDOWS_AF_INET6) return WSAEAFNOSUPPORT;
  if (type != TYPE_STREAM) return WSAESOCKTNOSUPPORT;
  if (protocol != (hyperv ? HV_PROTOCOL_RAW : PROTOCOL_TCP)) return WSAEPROTONOSUPPORT;
  if ((flags | SOCKET_NO_INHERIT) != (SOCKET_OVERLAPPED | SOCKET_NO_INHERIT))
    refuse("WSASocketW with flags %#x", flags);
  int index = 1;
  while (index < MAX_SOCKETS && endpoints[index]) index++;
  if (index == MAX_SOCKETS) return WSAENOBUFS;
  struct endpoint *made = calloc(1, sizeof *made);
  made->handle = *handle = (SOCKET)index * HANDLE_STEP;
  made->family = family;
  made->fd = -1;
  made->send_buffer = made->receive_buffer = DEFAULT_BUFFER;
  made->connect_timeout = DEFAULT_CONNECT_TIMEOUT;
  endpoints[index] = made;
  if (index >= indexes) indexes = index + 1;
  sockets_open++;
  return 0;
}

API SOCKET win_WSASocketW(int family, int type, int protocol, const void *info, DWORD group, DWORD flags) {
  SOCKET handle = ~0ull;
  int error = begin(WSA_SOCKET);
  if (info || group) refuse("WSASocketW with protocol info or group");
  if (!error) error = create(family, type, protocol, flags, &handle);
  finish(error);
  return handle;
}

/* What a socket bound with SO_EXCLUSIVEADDRUSE keeps from others, also after its listener is closed. */
static int check_exclusive(const struct endpoint *binding) {
  for (int i = 1; i < indexes; i++) {
    const struct endpoint *other = endpoints[i];
    if (!other || other == binding || other->fd < 0 ||
        !address_same_port(&other->local, &binding->local))
      continue;
    bool same = memcmp(&other->local, &binding->local, sizeof other->local) == 0;
    bool overlap = same || address_is_any(&other->local) || address_is_any(&binding->local);
    if (binding->exclusive && overlap) return WSAEADDRINUSE;
    if (other->exclusive && other->named && overlap) return same ? WSAEADDRINUSE : WSAEACCES;
  }
  return 0;
}

/* A port that the system chooses is nobody else's, at whichever address. */
static bool is_taken(const struct endpoint *binding) {
  for (int i = 1; i < indexes; i++) {
    const struct endpoint *other = endpoints[i];
    if (other && other != binding && other->fd >= 0 && address_same_port(&other->local, &binding->local))
      return true;
  }
  return false;
}

static int bind_unix(struct endpoint *endpoint) {
  struct sockaddr_un name;
  socklen_t length = address_to_unix(&endpoint->local, &name);
  if (bind(endpoint->fd, (struct sockaddr *)&name, length) == 0) return 0;
  if (errno != EADDRINUSE) refuse("unix bind: %s", strerror(errno));
  return WSAEADDRINUSE;
}

static int bind_endpoint(struct endpoint *endpoint, const void *name, int length) {
  if (endpoint->state != FRESH || endpoint->accepting) return WSAEINVAL;
  struct address asked;
  int error = address_read(&asked, endpoint->family, name, length);
  if (error) return error;
  if (!address_is_of_this_machine(&asked)) return WSAEADDRNOTAVAIL;
  endpoint->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (endpoint->fd < 0) refuse("unix socket: %s", strerror(errno));
  endpoint->local = asked;
  bool chooses = address_needs_name(&asked);
  do {
    if (chooses) address_choose_name(&endpoint->local, names_chosen++);
    error = chooses && is_taken(endpoint) ? WSAEADDRINUSE : check_exclusive(endpoint);
    if (!error) error = bind_unix(endpoint);
  } while (error == WSAEADDRINUSE && chooses);
  if (error) {
    close(endpoint->fd);
    endpoint->fd = -1;
    return error;
  }
  endpoint->named = true;
  endpoint->state = BOUND;
  endpoint_size_buffers(endpoint);
  return 0;
}

API INT_REGISTER win_bind(SOCKET handle, const void *name, int length) {
  int error = begin(BIND);
  if (!error) error = bind_endpoint(endpoint_find(handle), name, length);
  return finish(error);
}

static int listen_endpoint(struct endpoint *endpoint, int backlog) {
  if (endpoint->state == FRESH) return WSAEINVAL;
  if (endpoint->state == CONNECTED) return WSAEISCONN;
  if (backlog <= 0) refuse("listen with a backlog of %d", backlog);
  if (endpoint->operations[CONNECT]) refuse("listen while connecting");
  if (listen(endpoint->fd, backlog) < 0) refuse("unix listen: %s", strerror(errno));
  endpoint->state = LISTENING;
  return 0;
}

API INT_REGISTER win_listen(SOCKET handle, int backlog) {
  int error = begin(LISTEN);
  if (!error) error = listen_endpoint(endpoint_find(handle), backlog);
  return finish(error);
}

API INT_REGISTER win_getsockname(SOCKET handle, void *name, int *length) {
  int error = begin(GETSOCKNAME);
  if (!error) {
    struct endpoint *endpoint = endpoint_find(handle);
    bool known = endpoint->named || (endpoint->state == CONNECTED && endpoint->context_updated);
    error = known ? address_write(&endpoint->local, name, length) : WSAEINVAL;
  }
  return finish(error);
}

API INT_REGISTER win_getpeername(SOCKET handle, void *name, int *length) {
  int error = begin(GETPEERNAME);
  if (!error) {
    struct endpoint *endpoint = endpoint_find(handle);
    bool connected = endpoint->state == CONNECTED && endpoint->context_updated && !endpoint->reset;
    error = connected ? address_write(&endpoint->remote, name, length) : WSAENOTCONN;
  }
  return finish(error);
}

/*
 * The socket of AcceptEx becomes a connected one. On AF_HYPERV its own name has another service than
 * its listener's.
 */
void endpoint_adopt(struct endpoint *accepted, struct endpoint *listener, int fd) {
  struct sockaddr_un name;
  socklen_t length = sizeof name;
  if (getpeername(fd, (struct sockaddr *)&name, &length) < 0 ||
      !address_from_unix(&accepted->remote, &name, length))
    refuse("a unix peer that is not a stand-in's");
  struct endpoint *peer = endpoint_named(&accepted->remote);
  if (peer && !peer->peer) {
    accepted->peer = peer;
    peer->peer = accepted;
  }
  address_make_concrete(&accepted->remote);
  accepted->local = listener->local;
  if (accepted->family == AF_HYPERV) address_choose_name(&accepted->local, names_chosen++);
  else address_make_concrete(&accepted->local);
  accepted->fd = fd;
  accepted->state = CONNECTED;
  accepted->accepted_by = listener->handle;
  endpoint_size_buffers(accepted);
  if (accepted->peer) endpoint_size_buffers(accepted->peer);
}

static int shut_down(struct endpoint *endpoint, int how) {
  if (how != SD_RECEIVE && how != SD_SEND && how != SD_BOTH) return WSAEINVAL;
  if (endpoint->state != CONNECTED || !endpoint->context_updated) return WSAENOTCONN;
  if (endpoint->reset) return WSAECONNRESET;
  if (how != SD_RECEIVE && !endpoint->output_ended) {
    if (endpoint->operations[SEND]) refuse("shutdown of the output while a WSASend is in flight");
    if (endpoint->output_torn) refuse("an orderly end after a WSASend that was cancelled halfway");
    transfer_end_output(endpoint);
  }
  if (how != SD_SEND) {
    /* "No effect on the lower protocol layers": what arrives stays there, and holds the peer up. */
    if (endpoint->family != AF_HYPERV) refuse("SD_RECEIVE on TCP, which resets a peer that still sends");
    endpoint->input_ended = true;
  }
  return 0;
}

API INT_REGISTER win_shutdown(SOCKET handle, int how) {
  int error = begin(SHUTDOWN);
  if (!error) error = shut_down(endpoint_find(handle), how);
  return finish(error);
}

/* A close with unread input is no orderly end, so as with SO_LINGER the peer's stream has no mark. */
static void end(struct endpoint *endpoint) {
  char some[1];
  size_t unread = 0;
  if (endpoint->aborts || endpoint->reset || endpoint->output_ended || endpoint->output_torn) return;
  if (transfer_receive(endpoint, some, sizeof some, &unread) == STATUS_SUCCESS && unread > 0) return;
  if (!endpoint->reset) transfer_end_output(endpoint);
}

static void check_idle(const struct endpoint *endpoint) {
  static const char *const KIND_NAMES[KINDS] = {"WSARecv", "WSASend", "AcceptEx", "ConnectEx"};
  for (int kind = 0; kind < KINDS; kind++)
    if (endpoint->operations[kind]) refuse("closesocket while %s is in flight", KIND_NAMES[kind]);
  if (endpoint->accepting) refuse("closesocket of the socket that an AcceptEx in flight is to fill");
}

API INT_REGISTER win_closesocket(SOCKET handle) {
  int error = begin(CLOSESOCKET);
  if (!error) {
    struct endpoint *endpoint = endpoint_find(handle);
    check_idle(endpoint);
    if (endpoint->state == CONNECTED) end(endpoint);
    if (endpoint->fd >= 0) close(endpoint->fd);
    if (endpoint->peer) endpoint->peer->peer = NULL;
    endpoints[handle / HANDLE_STEP] = NULL;
    free(endpoint);
    sockets_open--;
  }
  return finish(error);
}
