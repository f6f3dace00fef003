/* The options of sockets of AF_HYPERV, and telling a socket that AcceptEx or ConnectEx has connected it. */
#include "hook.h"

#include <string.h>

static int update_accept(hv_socket *accepted, const char *value, int length) {
  struct sockaddr_in peer;
  int size = sizeof(peer);
  SOCKET listener;
  if (length != sizeof(SOCKET) || value == NULL) {
    return refuse(WSAEFAULT, "setsockopt", "SO_UPDATE_ACCEPT_CONTEXT with %d bytes", length);
  }
  memcpy(&listener, value, sizeof(listener));
  if (!accepted->accepting || accepted->listener != listener) {
    return refuse(WSAEINVAL, "setsockopt", "SO_UPDATE_ACCEPT_CONTEXT names another listener than AcceptEx did");
  }
  if (setsockopt(accepted->socket, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, value, length) != 0 ||
      getpeername(accepted->socket, (struct sockaddr *)&peer, &size) != 0) {
    return SOCKET_ERROR;
  }
  if (!machine_client(ntohs(peer.sin_port), &accepted->remote)) {
    return refuse(WSAENOTCONN, "setsockopt", "a stranger has connected, from port %d", ntohs(peer.sin_port));
  }
  accepted->connected = true;
  return 0;
}

static int update_connect(hv_socket *connected, const char *value, int length) {
  struct sockaddr_in peer;
  int size = sizeof(peer);
  if (value != NULL || length != 0) {
    return refuse(WSAEFAULT, "setsockopt", "SO_UPDATE_CONNECT_CONTEXT with %d bytes", length);
  }
  if (!connected->connecting) {
    return fail(WSAENOTCONN);
  }
  if (setsockopt(connected->socket, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, NULL, 0) != 0 ||
      getpeername(connected->socket, (struct sockaddr *)&peer, &size) != 0) {
    return SOCKET_ERROR;
  }
  connected->connected = true;
  return 0;
}

static bool is_raw_option(int name) {
  return name == HVSOCKET_CONNECT_TIMEOUT || name == HVSOCKET_CONTAINER_PASSTHRU ||
         name == HVSOCKET_CONNECTED_SUSPEND;
}

/* Kept, and checked as Windows documents it; what it would change is not modelled. */
static int set_raw(hv_socket *socket, int name, const char *value, int length) {
  uint32_t number = 0;
  if (!is_raw_option(name)) {
    return refuse(WSAENOPROTOOPT, "setsockopt", "option %d of HV_PROTOCOL_RAW", name);
  }
  if (length != sizeof(number) || value == NULL) {
    return refuse(WSAEFAULT, "setsockopt", "option %d of HV_PROTOCOL_RAW with %d bytes", name, length);
  }
  memcpy(&number, value, sizeof(number));
  if (number > (name == HVSOCKET_CONNECT_TIMEOUT ? HVSOCKET_CONNECT_TIMEOUT_MAX : 1)) {
    return refuse(WSAEINVAL, "setsockopt", "option %d of HV_PROTOCOL_RAW as %u", name, number);
  }
  socket->options[name] = number;
  return 0;
}

static int set_under_lock(hv_socket *socket, int level, int name, const char *value, int length) {
  if (level == HV_PROTOCOL_RAW) {
    return set_raw(socket, name, value, length);
  }
  if (level != SOL_SOCKET) {
    return refuse(WSAENOPROTOOPT, "setsockopt", "level %d, option %d", level, name);
  }
  switch (name) {
    case SO_UPDATE_ACCEPT_CONTEXT:
      return update_accept(socket, value, length);
    case SO_UPDATE_CONNECT_CONTEXT:
      return update_connect(socket, value, length);
    case SO_SNDBUF:
    case SO_RCVBUF:
    case SO_LINGER:
      return setsockopt(socket->socket, level, name, value, length);
    default:
      return refuse(WSAENOPROTOOPT, "setsockopt", "option 0x%x of SOL_SOCKET", name);
  }
}

int WSAAPI hook_setsockopt(SOCKET socket, int level, int name, const char *value, int length) {
  sockets_lock();
  hv_socket *found = sockets_find(socket);
  if (found == NULL) {
    sockets_unlock();
    return setsockopt(socket, level, name, value, length);
  }
  return leave(set_under_lock(found, level, name, value, length));
}

static int get_under_lock(hv_socket *socket, int level, int name, char *value, int *length) {
  if (level == HV_PROTOCOL_RAW && is_raw_option(name) && *length >= (int)sizeof(uint32_t)) {
    memcpy(value, &socket->options[name], sizeof(uint32_t));
    *length = sizeof(uint32_t);
    return 0;
  }
  if (level == SOL_SOCKET && (name == SO_SNDBUF || name == SO_RCVBUF || name == SO_ERROR)) {
    return getsockopt(socket->socket, level, name, value, length);
  }
  return refuse(WSAENOPROTOOPT, "getsockopt", "level %d, option 0x%x", level, name);
}

int WSAAPI hook_getsockopt(SOCKET socket, int level, int name, char *value, int *length) {
  sockets_lock();
  hv_socket *found = sockets_find(socket);
  if (found == NULL) {
    sockets_unlock();
    return getsockopt(socket, level, name, value, length);
  }
  return leave(get_under_lock(found, level, name, value, length));
}
