/* The functions of ws2_32 that take a socket and are not modelled for AF_HYPERV. */
#include "hook.h"

/* A function that leaves other sockets to Wine, and refuses those of AF_HYPERV. */
#define REFUSE(result, function, parameters, arguments)                          \
  static result WSAAPI hook_##function parameters {                              \
    if (is_emulated(socket_)) {                                                  \
      return (result)refuse(WSAEOPNOTSUPP, #function, "not for AF_HYPERV here"); \
    }                                                                            \
    return function arguments;                                                   \
  }

REFUSE(SOCKET, accept, (SOCKET socket_, struct sockaddr *name, int *length), (socket_, name, length))
REFUSE(SOCKET, WSAAccept, (SOCKET socket_, struct sockaddr *name, int *length, LPCONDITIONPROC condition, DWORD_PTR data),
       (socket_, name, length, condition, data))
REFUSE(int, connect, (SOCKET socket_, const struct sockaddr *name, int length), (socket_, name, length))
REFUSE(int, WSAConnect,
       (SOCKET socket_, const struct sockaddr *name, int length, WSABUF *to, WSABUF *from, QOS *one, QOS *other),
       (socket_, name, length, to, from, one, other))
REFUSE(int, recv, (SOCKET socket_, char *buffer, int length, int flags), (socket_, buffer, length, flags))
REFUSE(int, recvfrom, (SOCKET socket_, char *buffer, int length, int flags, struct sockaddr *name, int *size),
       (socket_, buffer, length, flags, name, size))
REFUSE(int, send, (SOCKET socket_, const char *buffer, int length, int flags), (socket_, buffer, length, flags))
REFUSE(int, sendto,
       (SOCKET socket_, const char *buffer, int length, int flags, const struct sockaddr *name, int size),
       (socket_, buffer, length, flags, name, size))
REFUSE(int, WSARecvFrom,
       (SOCKET socket_, WSABUF *buffers, DWORD count, DWORD *received, DWORD *flags, struct sockaddr *name, int *size,
        OVERLAPPED *overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine),
       (socket_, buffers, count, received, flags, name, size, overlapped, routine))
REFUSE(int, WSASendTo,
       (SOCKET socket_, WSABUF *buffers, DWORD count, DWORD *sent, DWORD flags, const struct sockaddr *name, int size,
        OVERLAPPED *overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine),
       (socket_, buffers, count, sent, flags, name, size, overlapped, routine))
REFUSE(int, ioctlsocket, (SOCKET socket_, long command, u_long *argument), (socket_, command, argument))
REFUSE(int, WSAEventSelect, (SOCKET socket_, WSAEVENT event, long events), (socket_, event, events))
REFUSE(int, WSAAsyncSelect, (SOCKET socket_, HWND window, u_int message, long events),
       (socket_, window, message, events))
REFUSE(int, WSADuplicateSocketW, (SOCKET socket_, DWORD pid, WSAPROTOCOL_INFOW *info), (socket_, pid, info))
REFUSE(int, WSADuplicateSocketA, (SOCKET socket_, DWORD pid, WSAPROTOCOL_INFOA *info), (socket_, pid, info))
REFUSE(int, WSASendDisconnect, (SOCKET socket_, WSABUF *data), (socket_, data))
REFUSE(int, WSARecvDisconnect, (SOCKET socket_, WSABUF *data), (socket_, data))

static SOCKET WSAAPI hook_socket(int family, int type, int protocol) {
  return family == AF_HYPERV ? (SOCKET)refuse(WSAEAFNOSUPPORT, "socket", "not for AF_HYPERV here")
                             : socket(family, type, protocol);
}

static SOCKET WSAAPI hook_WSASocketA(int family, int type, int protocol, WSAPROTOCOL_INFOA *info, GROUP group,
                                     DWORD flags) {
  return family == AF_HYPERV ? (SOCKET)refuse(WSAEAFNOSUPPORT, "WSASocketA", "not for AF_HYPERV here")
                             : WSASocketA(family, type, protocol, info, group, flags);
}

static bool has_emulated(const fd_set *set) {
  bool found = false;
  for (u_int i = 0; set != NULL && i < set->fd_count; i++) {
    found |= is_emulated(set->fd_array[i]);
  }
  return found;
}

static int WSAAPI hook_select(int ignored, fd_set *reading, fd_set *writing, fd_set *failing, const PTIMEVAL limit) {
  return has_emulated(reading) || has_emulated(writing) || has_emulated(failing)
             ? refuse(WSAEOPNOTSUPP, "select", "not for AF_HYPERV here")
             : select(ignored, reading, writing, failing, limit);
}

static int WSAAPI hook_WSAPoll(WSAPOLLFD *sockets, ULONG count, INT limit) {
  for (ULONG i = 0; i < count; i++) {
    if (is_emulated(sockets[i].fd)) {
      return refuse(WSAEOPNOTSUPP, "WSAPoll", "not for AF_HYPERV here");
    }
  }
  return WSAPoll(sockets, count, limit);
}

#define ENTRY(function) {#function, hook_##function}

const hook_entry REFUSED[] = {
    ENTRY(accept),
    ENTRY(WSAAccept),
    ENTRY(connect),
    ENTRY(WSAConnect),
    ENTRY(recv),
    ENTRY(recvfrom),
    ENTRY(send),
    ENTRY(sendto),
    ENTRY(WSARecvFrom),
    ENTRY(WSASendTo),
    ENTRY(ioctlsocket),
    ENTRY(WSAEventSelect),
    ENTRY(WSAAsyncSelect),
    ENTRY(WSADuplicateSocketW),
    ENTRY(WSADuplicateSocketA),
    ENTRY(WSASendDisconnect),
    ENTRY(WSARecvDisconnect),
    ENTRY(socket),
    ENTRY(WSASocketA),
    ENTRY(select),
    ENTRY(WSAPoll),
    {NULL, NULL},
};
