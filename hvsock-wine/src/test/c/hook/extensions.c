/* AcceptEx and ConnectEx, which a program gets from WSAIoctl. */
#include "hook.h"

/* Wine's own. */
static LPFN_ACCEPTEX accept_ex;
static LPFN_CONNECTEX connect_ex;

static int accept_under_lock(hv_socket *listener, hv_socket *accepting) {
  if (!listener->listening || accepting->bound || accepting->connected) {
    return fail(WSAEINVAL);
  }
  accepting->accepting = true;
  accepting->listener = listener->socket;
  accepting->local = listener->local;
  return 0;
}

static BOOL PASCAL hook_accept_ex(SOCKET listening, SOCKET accepting, void *buffer, DWORD data, DWORD local,
                                  DWORD remote, DWORD *received, OVERLAPPED *overlapped) {
  int result;
  sockets_lock();
  hv_socket *listener = sockets_find(listening);
  hv_socket *accepted = sockets_find(accepting);
  if (listener == NULL || accepted == NULL) {
    result = refuse(WSAENOTSOCK, "AcceptEx", "both sockets must be of AF_HYPERV");
  } else if (data != 0 || local < ACCEPT_ROOM || remote < ACCEPT_ROOM || overlapped == NULL) {
    result = refuse(WSAEINVAL, "AcceptEx", "room for %lu, %lu, %lu bytes", data, local, remote);
  } else {
    result = accept_under_lock(listener, accepted);
  }
  return leave(result) == 0 && accept_ex(listening, accepting, buffer, data, local, remote, received, overlapped);
}

/* A port of 127.0.0.1 at which connections are refused: bound, and nobody listens. */
static uint16_t nobody(void) {
  static uint16_t port;
  if (port == 0) {
    bind_to_loopback(WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_NO_HANDLE_INHERIT), &port);
  }
  return port;
}

/* What a connecting end is known by: no port, as Windows gives it a service id that is nobody's. */
static GUID fresh_service(void) {
  static LONG count;
  return (GUID){GetCurrentProcessId(), 0, 0x4000, {'h', 'o', 'o', 'k', 0, 0, 0, (unsigned char)++count}};
}

static int connect_under_lock(hv_socket *connecting, const hv_address *target, uint16_t *port) {
  hv_address seen = {.family = AF_HYPERV, .service = fresh_service()};
  if (!connecting->bound || connecting->connecting || connecting->listening) {
    return fail(WSAEINVAL);
  }
  int error = machine_find_listener(target, port, &seen.vm);
  if (error == WSAECONNREFUSED) {
    *port = nobody(); // so that it fails as it does on Windows: later
  } else if (error != 0) {
    return fail(error);
  }
  machine_set_client(connecting->port, &seen);
  connecting->connecting = true;
  connecting->local = seen;
  connecting->remote = *target;
  return 0;
}

static BOOL PASCAL hook_connect_ex(SOCKET socket, const struct sockaddr *name, int length, void *data, DWORD size,
                                   DWORD *sent, OVERLAPPED *overlapped) {
  uint16_t port = 0;
  int result = SOCKET_ERROR;
  sockets_lock();
  hv_socket *found = sockets_find(socket);
  if (found == NULL || data != NULL || size != 0 || overlapped == NULL) {
    result = refuse(WSAEINVAL, "ConnectEx", "not a socket of AF_HYPERV, or with data");
  } else if (is_hv_address(name, length, "ConnectEx")) {
    result = connect_under_lock(found, (const hv_address *)name, &port);
  }
  struct sockaddr_in to = on_loopback(port);
  return leave(result) == 0 && connect_ex(socket, (struct sockaddr *)&to, sizeof(to), NULL, 0, sent, overlapped);
}

int WSAAPI hook_WSAIoctl(SOCKET socket, DWORD code, void *in, DWORD in_size, void *out, DWORD out_size,
                         DWORD *returned, OVERLAPPED *overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
  const GUID accept_id = WSAID_ACCEPTEX, connect_id = WSAID_CONNECTEX;
  bool emulated = is_emulated(socket);
  bool pointer = code == SIO_GET_EXTENSION_FUNCTION_POINTER && in_size == sizeof(GUID) && out_size == sizeof(void *);
  bool accepting = pointer && same_guid(in, &accept_id);
  if (emulated && !accepting && !(pointer && same_guid(in, &connect_id))) {
    return refuse(WSAEOPNOTSUPP, "WSAIoctl", "code 0x%lx, sizes %lu and %lu", code, in_size, out_size);
  }
  int result = WSAIoctl(socket, code, in, in_size, out, out_size, returned, overlapped, routine);
  if (emulated && result == 0) {
    void *own = accepting ? (void *)hook_accept_ex : (void *)hook_connect_ex;
    void **saved = accepting ? (void **)&accept_ex : (void **)&connect_ex;
    *saved = *(void **)out;
    *(void **)out = own;
  }
  return result;
}
