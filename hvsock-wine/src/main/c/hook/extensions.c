/* AcceptEx and ConnectEx, which a program gets from WSAIoctl. */
#include "hook.h"

/* Wine's own; who calls the functions here has asked WSAIoctl, which sets these. */
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
  int result = 0;
  sockets_lock();
  hv_socket *listener = sockets_find(listening);
  hv_socket *accepted = sockets_find(accepting);
  if ((listener == NULL) != (accepted == NULL)) {
    result = refuse(WSAEINVAL, "AcceptEx", "only one of the sockets is of AF_HYPERV");
  } else if (listener != NULL && (data != 0 || local < ACCEPT_ROOM || remote < ACCEPT_ROOM || overlapped == NULL)) {
    result = refuse(WSAEINVAL, "AcceptEx", "room for %lu, %lu, %lu bytes", data, local, remote);
  } else if (listener != NULL) {
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

/*
 * What a connecting end is known by. Linux guests connect from a port, as their kernel's hv_sock.c shows; the
 * host connects from a service id that is no port's. Which it is on loopback is not known; here it is a port.
 */
static GUID service_of(const hv_socket *connecting, const GUID *seen_as) {
  static LONG count;
  GUID port = {connecting->port, 0xfacb, 0x11e6, {0xbd, 0x58, 0x64, 0x00, 0x6a, 0x79, 0x86, 0xd3}};
  GUID fresh = {GetCurrentProcessId(), 0, 0x4000, {'h', 'o', 's', 't', 0, 0, 0, (unsigned char)++count}};
  return same_guid(seen_as, &HV_PARENT) ? fresh : port;
}

static int connect_under_lock(hv_socket *connecting, const hv_address *target, uint16_t *port) {
  hv_address seen = {.family = AF_HYPERV};
  if (!connecting->bound || connecting->connecting || connecting->listening) {
    return fail(WSAEINVAL);
  }
  int error = machine_find_listener(target, port, &seen.vm);
  if (error == WSAECONNREFUSED) {
    *port = nobody(); // so that it fails as it does on Windows: later
  } else if (error != 0) {
    return fail(error);
  }
  seen.service = service_of(connecting, &seen.vm);
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
  if (found == NULL) {
    sockets_unlock();
    return connect_ex(socket, name, length, data, size, sent, overlapped);
  }
  if (data != NULL || size != 0 || overlapped == NULL) {
    result = refuse(WSAEINVAL, "ConnectEx", "not overlapped, or with data");
  } else if (is_hv_address(name, length, "ConnectEx")) {
    result = connect_under_lock(found, (const hv_address *)name, &port);
  }
  struct sockaddr_in to = on_loopback(port);
  return leave(result) == 0 && connect_ex(socket, (struct sockaddr *)&to, sizeof(to), NULL, 0, sent, overlapped);
}

/* Gives the functions here in place of Wine's, whatever socket is asked, as those of Windows serve all families. */
static void replace_pointer(void **pointer, const GUID *id) {
  const GUID accept_id = WSAID_ACCEPTEX, connect_id = WSAID_CONNECTEX;
  if (same_guid(id, &accept_id)) {
    accept_ex = *pointer;
    *pointer = hook_accept_ex;
  } else if (same_guid(id, &connect_id)) {
    connect_ex = *pointer;
    *pointer = hook_connect_ex;
  }
}

int WSAAPI hook_WSAIoctl(SOCKET socket, DWORD code, void *in, DWORD in_size, void *out, DWORD out_size,
                         DWORD *returned, OVERLAPPED *overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
  bool asked = code == SIO_GET_EXTENSION_FUNCTION_POINTER;
  if (is_emulated(socket) && !asked) {
    return refuse(WSAEOPNOTSUPP, "WSAIoctl", "code 0x%lx", code);
  }
  int result = WSAIoctl(socket, code, in, in_size, out, out_size, returned, overlapped, routine);
  if (asked && result == 0) {
    replace_pointer(out, in);
  }
  return result;
}
