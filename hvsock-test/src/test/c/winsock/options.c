/* Options of sockets, and the functions that are got by one. */
#include "standin.h"

#include <stdio.h>
#include <string.h>

enum { LEVEL_TCP = 6, LEVEL_HYPERV = 1 };

enum {
  SO_EXCLUSIVEADDRUSE_ = ~4,
  SO_KEEPALIVE_ = 0x0008,
  SO_LINGER_ = 0x0080,
  SO_SNDBUF_ = 0x1001,
  SO_RCVBUF_ = 0x1002,
  SO_UPDATE_ACCEPT_CONTEXT = 0x700B,
  SO_UPDATE_CONNECT_CONTEXT = 0x7010,
  TCP_NODELAY_ = 1,
  TCP_KEEPIDLE_ = 3,
  TCP_KEEPCNT_ = 16,
  TCP_KEEPINTVL_ = 17,
  HVSOCKET_CONNECT_TIMEOUT = 1,
  HVSOCKET_CONTAINER_PASSTHRU = 2,
  HVSOCKET_CONNECTED_SUSPEND = 4
};

enum { LONGEST_CONNECT_TIMEOUT = 300000, LARGEST_BUFFER = 1 << 30 };

static const DWORD SIO_GET_EXTENSION_FUNCTION_POINTER = 0xC8000006;

static const struct guid WSAID_ACCEPTEX = {{0xf1, 0x7d, 0x36, 0xb5, 0xac, 0xcb, 0xcf, 0x11, 0x95, 0xca,
                                            0x00, 0x80, 0x5f, 0x48, 0xa1, 0x92}};
static const struct guid WSAID_CONNECTEX = {{0xb9, 0x07, 0xa2, 0x25, 0xf3, 0xdd, 0x60, 0x46, 0x8e, 0xe9,
                                             0x76, 0xe5, 0x8c, 0x74, 0x06, 0x3e}};

/* Shared by both ends: what this one may send before it must wait is what both of them hold. */
void endpoint_size_buffers(struct endpoint *endpoint) {
  static long most;
  FILE *limit;
  if (!most && (limit = fopen("/proc/sys/net/core/wmem_max", "r"))) {
    if (fscanf(limit, "%ld", &most) != 1) refuse("no number in wmem_max");
    fclose(limit);
  }
  if (endpoint->fd < 0 || endpoint->output_ended) return;
  DWORD theirs = endpoint->peer ? endpoint->peer->receive_buffer : 65536;
  int64_t both = (int64_t)endpoint->send_buffer + theirs;
  /* Half of what Linux grants, so that there is room for the mark of the end whatever is in flight. */
  int size = (int)(both < most / 2 ? both : most / 2);
  setsockopt(endpoint->fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
}

static int update_accept_context(struct endpoint *endpoint, const void *value, int length) {
  SOCKET listener = 0;
  if (length != (int)sizeof listener) return WSAEFAULT;
  memcpy(&listener, value, sizeof listener);
  if (endpoint->state != CONNECTED) return WSAENOTCONN;
  if (!endpoint->accepted_by || endpoint->accepted_by != listener) return WSAEINVAL;
  const struct endpoint *from = endpoint_find(listener);
  endpoint->send_buffer = from->send_buffer;
  endpoint->receive_buffer = from->receive_buffer;
  endpoint->aborts = from->aborts;
  endpoint->exclusive = from->exclusive;
  endpoint->context_updated = true;
  endpoint_size_buffers(endpoint);
  if (endpoint->peer) endpoint_size_buffers(endpoint->peer);
  return 0;
}

static int update_connect_context(struct endpoint *endpoint, const void *value, int length) {
  if (value || length) refuse("SO_UPDATE_CONNECT_CONTEXT with a value");
  if (endpoint->state != CONNECTED || endpoint->accepted_by) return WSAENOTCONN;
  endpoint->context_updated = true;
  if (endpoint->family != AF_HYPERV) address_make_concrete(&endpoint->local);
  return 0;
}

static int set_linger(struct endpoint *endpoint, const void *value, int length) {
  WORD linger[2];
  if (length != (int)sizeof linger) return WSAEFAULT;
  memcpy(linger, value, sizeof linger);
  if (linger[0] > 1 || (linger[0] && linger[1])) refuse("SO_LINGER %d, %d", linger[0], linger[1]);
  endpoint->aborts = linger[0];
  return 0;
}

static int set_buffer(struct endpoint *endpoint, DWORD *buffer, DWORD size) {
  if (!size || size > LARGEST_BUFFER) refuse("a buffer of %u bytes", size);
  *buffer = size;
  endpoint_size_buffers(endpoint);
  if (endpoint->peer) endpoint_size_buffers(endpoint->peer);
  return 0;
}

static int set_exclusive(struct endpoint *endpoint, DWORD value) {
  if (endpoint->family == AF_HYPERV) return WSAENOPROTOOPT;
  if (endpoint->state != FRESH) return WSAEINVAL;
  endpoint->exclusive = value;
  return 0;
}

static int set_number(struct endpoint *endpoint, int level, int option, DWORD value) {
  if (level == WINDOWS_SOL_SOCKET) {
    if (option == SO_SNDBUF_) return set_buffer(endpoint, &endpoint->send_buffer, value);
    if (option == SO_RCVBUF_) return set_buffer(endpoint, &endpoint->receive_buffer, value);
    if (option == SO_EXCLUSIVEADDRUSE_) return set_exclusive(endpoint, value);
    if (option == SO_KEEPALIVE_) return endpoint->family == AF_HYPERV ? WSAENOPROTOOPT : 0;
  }
  if (level == LEVEL_TCP && endpoint->family != AF_HYPERV) {
    if (option == TCP_NODELAY_) return 0;
    if (option == TCP_KEEPIDLE_ || option == TCP_KEEPINTVL_ || option == TCP_KEEPCNT_)
      return value ? 0 : WSAEINVAL;
  }
  if (level == LEVEL_HYPERV && endpoint->family == AF_HYPERV) {
    if (option == HVSOCKET_CONNECT_TIMEOUT) {
      if (value > LONGEST_CONNECT_TIMEOUT) return WSAEINVAL;
      endpoint->connect_timeout = value;
      return 0;
    }
    if (option == HVSOCKET_CONTAINER_PASSTHRU || option == HVSOCKET_CONNECTED_SUSPEND)
      return value <= 1 ? 0 : WSAEINVAL;
  }
  refuse("setsockopt level %#x option %#x on family %d", level, option, endpoint->family);
}

static int set_option(struct endpoint *endpoint, int level, int option, const void *value, int length) {
  if (level == WINDOWS_SOL_SOCKET && option == SO_UPDATE_CONNECT_CONTEXT)
    return update_connect_context(endpoint, value, length);
  if (!value) return WSAEFAULT;
  if (level == WINDOWS_SOL_SOCKET && option == SO_UPDATE_ACCEPT_CONTEXT)
    return update_accept_context(endpoint, value, length);
  if (level == WINDOWS_SOL_SOCKET && option == SO_LINGER_) return set_linger(endpoint, value, length);
  DWORD number;
  if (length != (int)sizeof number) return WSAEFAULT;
  memcpy(&number, value, sizeof number);
  return set_number(endpoint, level, option, number);
}

API INT_REGISTER win_setsockopt(SOCKET handle, int level, int option, const void *value, int length) {
  int error = begin(SETSOCKOPT);
  if (!error) error = set_option(endpoint_find(handle), level, option, value, length);
  return finish(error);
}

static int get_option(struct endpoint *endpoint, int level, int option, void *value, int *length) {
  if (level != WINDOWS_SOL_SOCKET || (option != SO_SNDBUF_ && option != SO_RCVBUF_))
    refuse("getsockopt level %#x option %#x", level, option);
  DWORD number = option == SO_SNDBUF_ ? endpoint->send_buffer : endpoint->receive_buffer;
  if (!value || !length || *length != (int)sizeof number) return WSAEFAULT;
  memcpy(value, &number, sizeof number);
  return 0;
}

API INT_REGISTER win_getsockopt(SOCKET handle, int level, int option, void *value, int *length) {
  int error = begin(GETSOCKOPT);
  if (!error) error = get_option(endpoint_find(handle), level, option, value, length);
  return finish(error);
}

static int give_function(const void *id, DWORD id_length, void *pointer, DWORD pointer_length, DWORD *bytes) {
  if (!id || id_length != sizeof(struct guid) || !pointer || pointer_length != sizeof(void *) || !bytes)
    return WSAEFAULT;
  uintptr_t function;
  if (memcmp(id, &WSAID_ACCEPTEX, id_length) == 0) function = (uintptr_t)accept_ex;
  else if (memcmp(id, &WSAID_CONNECTEX, id_length) == 0) function = (uintptr_t)connect_ex;
  else refuse("an extension function that is neither AcceptEx nor ConnectEx");
  memcpy(pointer, &function, sizeof function);
  *bytes = sizeof function;
  return 0;
}

API INT_REGISTER win_WSAIoctl(SOCKET handle, DWORD code, const void *in, DWORD in_length, void *out,
                              DWORD out_length, DWORD *bytes, OVERLAPPED *overlapped, void *routine) {
  int error = begin(WSA_IOCTL);
  if (!error) {
    endpoint_find(handle);
    if (code != SIO_GET_EXTENSION_FUNCTION_POINTER) refuse("WSAIoctl with code %#x", code);
    if (overlapped || routine) refuse("an overlapped WSAIoctl");
    error = give_function(in, in_length, out, out_length, bytes);
  }
  return finish(error);
}
