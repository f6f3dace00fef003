/*
 * The functions of ws2_32 that are modelled for AF_HYPERV. Each leaves all other sockets to Wine. Rules are
 * those of Windows where it documents them, not Wine's, which is kinder: what Wine would let pass fails here.
 */
#include "hook.h"

#include <string.h>

int fail(int error) {
  WSASetLastError(error);
  return SOCKET_ERROR;
}

int leave(int result) {
  int error = WSAGetLastError();
  sockets_unlock();
  WSASetLastError(error);
  return result;
}

struct sockaddr_in on_loopback(uint16_t port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool bind_to_loopback(SOCKET socket, uint16_t *port) {
  struct sockaddr_in address = on_loopback(0);
  int length = sizeof(address);
  if (bind(socket, (struct sockaddr *)&address, length) != 0 ||
      getsockname(socket, (struct sockaddr *)&address, &length) != 0) {
    return false;
  }
  *port = ntohs(address.sin_port);
  return true;
}

static SOCKET WSAAPI hook_WSASocketW(int family, int type, int protocol, WSAPROTOCOL_INFOW *info, GROUP group,
                                     DWORD flags) {
  if (family != AF_HYPERV) {
    return WSASocketW(family, type, protocol, info, group, flags);
  }
  if (type != SOCK_STREAM || protocol != HV_PROTOCOL_RAW || info != NULL || group != 0) {
    return (SOCKET)refuse(WSAESOCKTNOSUPPORT, "WSASocketW", "type %d, protocol %d", type, protocol);
  }
  if ((flags & ~(DWORD)WSA_FLAG_NO_HANDLE_INHERIT) != WSA_FLAG_OVERLAPPED) {
    return (SOCKET)refuse(WSAEINVAL, "WSASocketW", "flags 0x%lx", flags);
  }
  SOCKET made = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, flags);
  if (made == INVALID_SOCKET) {
    return made;
  }
  sockets_lock();
  hv_socket *left_over = sockets_find(made);
  if (left_over != NULL) {
    sockets_remove(left_over);
    refuse(0, "WSASocketW", "socket %llx was closed by something else than closesocket", (unsigned long long)made);
  }
  bool added = sockets_add(made) != NULL;
  sockets_unlock();
  return added ? made : (SOCKET)fail(WSAENOBUFS);
}

static int WSAAPI hook_closesocket(SOCKET socket) {
  sockets_lock();
  hv_socket *closed = sockets_find(socket);
  if (closed != NULL) {
    machine_remove_listener(closed->port);
    sockets_remove(closed);
  }
  sockets_unlock();
  return closesocket(socket);
}

bool is_hv_address(const struct sockaddr *name, int length, const char *function) {
  if (length == sizeof(hv_address) && name->sa_family == AF_HYPERV) {
    return true;
  }
  refuse(WSAEFAULT, function, "an address of family %d and %d bytes", name->sa_family, length);
  return false;
}

static int bind_under_lock(hv_socket *bound, const hv_address *address) {
  bool service = !same_guid(&address->service, &HV_WILDCARD);
  if (bound->bound || bound->accepting) {
    return fail(WSAEINVAL);
  }
  if (!service && !same_guid(&address->vm, &HV_WILDCARD)) {
    return refuse(WSAEINVAL, "bind", "a VM id without a service id");
  }
  if (bound->port == 0 && !bind_to_loopback(bound->socket, &bound->port)) {
    return SOCKET_ERROR;
  }
  int error = service ? machine_add_listener(address, bound->port) : 0;
  if (error != 0) {
    return fail(error);
  }
  bound->bound = true;
  bound->local = *address;
  return 0;
}

static int WSAAPI hook_bind(SOCKET socket, const struct sockaddr *name, int length) {
  sockets_lock();
  hv_socket *found = sockets_find(socket);
  if (found == NULL) {
    sockets_unlock();
    return bind(socket, name, length);
  }
  return leave(is_hv_address(name, length, "bind") ? bind_under_lock(found, (const hv_address *)name)
                                                   : SOCKET_ERROR);
}

static int WSAAPI hook_listen(SOCKET socket, int backlog) {
  sockets_lock();
  hv_socket *found = sockets_find(socket);
  bool refused = found != NULL && (!found->bound || same_guid(&found->local.service, &HV_WILDCARD));
  if (found != NULL && !refused) {
    found->listening = true;
  }
  sockets_unlock();
  return refused ? refuse(WSAEINVAL, "listen", "without a service id") : listen(socket, backlog);
}

static int give_address(const hv_address *address, struct sockaddr *name, int *length) {
  if (*length < (int)sizeof(hv_address)) {
    return fail(WSAEFAULT);
  }
  memcpy(name, address, sizeof(hv_address));
  *length = sizeof(hv_address);
  return 0;
}

static int WSAAPI hook_getsockname(SOCKET socket, struct sockaddr *name, int *length) {
  sockets_lock();
  hv_socket *found = sockets_find(socket);
  if (found == NULL) {
    sockets_unlock();
    return getsockname(socket, name, length);
  }
  bool known = found->bound || found->connected;
  return leave(known ? give_address(&found->local, name, length) : fail(WSAEINVAL));
}

static int WSAAPI hook_getpeername(SOCKET socket, struct sockaddr *name, int *length) {
  sockets_lock();
  hv_socket *found = sockets_find(socket);
  if (found == NULL) {
    sockets_unlock();
    return getpeername(socket, name, length);
  }
  return leave(found->connected ? give_address(&found->remote, name, length) : fail(WSAENOTCONN));
}

/* Until its context is updated, a socket of AcceptEx or ConnectEx counts as not connected here. */
static int WSAAPI hook_shutdown(SOCKET socket, int how) {
  sockets_lock();
  hv_socket *found = sockets_find(socket);
  bool too_early = found != NULL && !found->connected;
  sockets_unlock();
  return too_early ? fail(WSAENOTCONN) : shutdown(socket, how);
}

static int WSAAPI hook_WSARecv(SOCKET socket, WSABUF *buffers, DWORD count, DWORD *received, DWORD *flags,
                               OVERLAPPED *overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
  if (is_emulated(socket) && (overlapped == NULL || routine != NULL || *flags != 0)) {
    return refuse(WSAEOPNOTSUPP, "WSARecv", "not overlapped, or flags 0x%lx", *flags);
  }
  return WSARecv(socket, buffers, count, received, flags, overlapped, routine);
}

static int WSAAPI hook_WSASend(SOCKET socket, WSABUF *buffers, DWORD count, DWORD *sent, DWORD flags,
                               OVERLAPPED *overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
  if (is_emulated(socket) && (overlapped == NULL || routine != NULL || flags != 0)) {
    return refuse(WSAEOPNOTSUPP, "WSASend", "not overlapped, or flags 0x%lx", flags);
  }
  return WSASend(socket, buffers, count, sent, flags, overlapped, routine);
}

const hook_entry MODELLED[] = {
    {"WSASocketW", hook_WSASocketW},   {"closesocket", hook_closesocket},
    {"bind", hook_bind},               {"listen", hook_listen},
    {"getsockname", hook_getsockname}, {"getpeername", hook_getpeername},
    {"setsockopt", hook_setsockopt},   {"getsockopt", hook_getsockopt},
    {"WSAIoctl", hook_WSAIoctl},       {"shutdown", hook_shutdown},
    {"WSARecv", hook_WSARecv},         {"WSASend", hook_WSASend},
    {NULL, NULL},
};
