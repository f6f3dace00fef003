/* One attempt at moving bytes, accepting or connecting. None of them waits. */
#include "standin.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MILLISECOND = 1000000, LONGEST_PAUSE = 16 * MILLISECOND };

union rights {
  struct cmsghdr header;
  char bytes[CMSG_SPACE(sizeof(int))];
};

static void close_rights(struct msghdr *message) {
  for (struct cmsghdr *each = CMSG_FIRSTHDR(message); each; each = CMSG_NXTHDR(message, each)) {
    int fd;
    memcpy(&fd, CMSG_DATA(each), sizeof fd);
    close(fd);
  }
}

/*
 * An orderly end is marked: by a byte that has a descriptor with it, behind which the kernel never
 * reads on. A unix stream that ends without the mark was cut off, which is what a reset is.
 */
DWORD transfer_receive(struct endpoint *endpoint, char *bytes, size_t length, size_t *moved) {
  if (endpoint->reset) return STATUS_CONNECTION_RESET;
  if (endpoint->peer_ended) return STATUS_SUCCESS;
  union rights rights;
  struct iovec place = {bytes, length};
  struct msghdr message = {
      .msg_iov = &place, .msg_iovlen = 1, .msg_control = &rights, .msg_controllen = sizeof rights};
  ssize_t n = recvmsg(endpoint->fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  if (n < 0 && errno == EAGAIN) return STATUS_PENDING;
  if (n < 0 && errno != ECONNRESET) refuse("unix recvmsg: %s", strerror(errno));
  if (n <= 0) {
    endpoint->reset = true;
    return STATUS_CONNECTION_RESET;
  }
  if (message.msg_controllen > 0 || message.msg_flags & MSG_CTRUNC) {
    close_rights(&message);
    endpoint->peer_ended = true;
    n--;
  }
  *moved += (size_t)n;
  return STATUS_SUCCESS;
}

/* Completes when all of it is accepted, as on Windows. */
DWORD transfer_send(struct endpoint *endpoint, const char *bytes, size_t length, size_t *moved) {
  if (endpoint->reset) return STATUS_CONNECTION_RESET;
  size_t sent = 0;
  do {
    ssize_t n = send(endpoint->fd, bytes + sent, length - sent, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n < 0 && errno == EAGAIN) return STATUS_PENDING;
    if (n < 0 && errno != EPIPE && errno != ECONNRESET) refuse("unix send: %s", strerror(errno));
    if (n < 0) return STATUS_CONNECTION_RESET;
    sent += (size_t)n;
    *moved += (size_t)n;
  } while (sent < length);
  return STATUS_SUCCESS;
}

void transfer_end_output(struct endpoint *endpoint) {
  static int carried = -1;
  if (carried < 0) carried = open("/dev/null", O_RDONLY | O_CLOEXEC);
  union rights rights = {0};
  char mark = 'E';
  struct iovec place = {&mark, 1};
  struct msghdr message = {
      .msg_iov = &place, .msg_iovlen = 1, .msg_control = &rights, .msg_controllen = sizeof rights};
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof carried);
  memcpy(CMSG_DATA(header), &carried, sizeof carried);
  endpoint->output_ended = true;
  int all = 1 << 30; /* as much as there is, so that the mark goes behind whatever is in flight */
  setsockopt(endpoint->fd, SOL_SOCKET, SO_SNDBUF, &all, sizeof all);
  if (sendmsg(endpoint->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 && errno != EPIPE &&
      errno != ECONNRESET)
    refuse("unix sendmsg of the end: %s", strerror(errno));
  shutdown(endpoint->fd, SHUT_WR);
}

DWORD transfer_accept(struct operation *operation) {
  struct endpoint *listener = operation->endpoint;
  int fd = accept4(listener->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd < 0 && errno == EAGAIN) return STATUS_PENDING;
  if (fd < 0) refuse("unix accept: %s", strerror(errno));
  endpoint_adopt(operation->accepting, listener, fd);
  /* The local address is the listener's, though AF_HYPERV will give the socket another name. */
  int length = address_length(listener->family);
  memset(operation->bytes, 0xA5, operation->length);
  memcpy(operation->bytes, listener->local.bytes, length);
  memcpy(operation->bytes + operation->limit, operation->accepting->remote.bytes, length);
  return STATUS_SUCCESS;
}

/*
 * AF_HYPERV waits for a listener that has no room, which is to be asked again when the operation is
 * due; TCP's segment is answered with a reset.
 */
static DWORD no_room(struct operation *operation) {
  if (operation->endpoint->family != AF_HYPERV) return STATUS_CONNECTION_REFUSED;
  uint64_t limit = operation->started + (uint64_t)operation->endpoint->connect_timeout * MILLISECOND;
  uint64_t now = nanoseconds();
  if (now >= limit) return STATUS_IO_TIMEOUT;
  operation->pause = operation->pause ? operation->pause * 2 : MILLISECOND;
  if (operation->pause > LONGEST_PAUSE) operation->pause = LONGEST_PAUSE;
  operation->due = now + operation->pause < limit ? now + operation->pause : limit;
  return STATUS_PENDING;
}

DWORD transfer_connect(struct operation *operation) {
  struct endpoint *endpoint = operation->endpoint;
  struct address targets[2];
  address_targets(&operation->target, targets);
  for (int i = 0; i < 2; i++) {
    struct sockaddr_un name;
    socklen_t length = address_to_unix(&targets[i], &name);
    if (connect(endpoint->fd, (struct sockaddr *)&name, length) == 0) {
      endpoint->state = CONNECTED;
      endpoint->remote = operation->target;
      return STATUS_SUCCESS;
    }
    if (errno == EAGAIN) return no_room(operation);
    if (errno != ECONNREFUSED) refuse("unix connect: %s", strerror(errno));
  }
  return STATUS_CONNECTION_REFUSED;
}
