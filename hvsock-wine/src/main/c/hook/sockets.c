/* The emulated sockets of this process, by handle. */
#include "hook.h"

#include <stdlib.h>

#define CHAINS 1024

static SRWLOCK lock = SRWLOCK_INIT;
static hv_socket *chains[CHAINS];

static hv_socket **chain(SOCKET socket) { return &chains[(socket >> 2) % CHAINS]; }

void sockets_lock(void) { AcquireSRWLockExclusive(&lock); }

void sockets_unlock(void) { ReleaseSRWLockExclusive(&lock); }

hv_socket *sockets_find(SOCKET socket) {
  hv_socket *found = *chain(socket);
  while (found != NULL && found->socket != socket) {
    found = found->next;
  }
  return found;
}

hv_socket *sockets_add(SOCKET socket) {
  hv_socket *added = calloc(1, sizeof(hv_socket));
  if (added != NULL) {
    added->socket = socket;
    added->next = *chain(socket);
    *chain(socket) = added;
  }
  return added;
}

void sockets_remove(hv_socket *socket) {
  hv_socket **link = chain(socket->socket);
  while (*link != socket) {
    link = &(*link)->next;
  }
  *link = socket->next;
  free(socket);
}

bool is_emulated(SOCKET socket) {
  sockets_lock();
  bool found = sockets_find(socket) != NULL;
  sockets_unlock();
  return found;
}
