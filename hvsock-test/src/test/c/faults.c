/*
 * System calls that misbehave as the manual pages allow. Loaded instead of the C library (system
 * property dev.hvsock.libc); what is not here is the C library's own.
 *
 * By a seeded plan, calls return EINTR or EAGAIN, or move less than was asked for. On demand, the
 * next call of one kind fails with a given error, and receiving takes its time.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum call { RECV, SEND, ACCEPT4, CONNECT, POLL, EPOLL_WAIT, SPLICE, CALLS };

static _Atomic uint64_t state;
static atomic_int percent;
static atomic_int delay;
static atomic_int demanded[CALLS];
static atomic_int injected[CALLS];
static atomic_int connects;

/* The functions for the test itself. */

void faults_plan(int seed, int percentage) {
  atomic_store(&state, (uint64_t)seed);
  atomic_store(&percent, percentage);
}

/* From now on every fourth recv waits up to that long before it looks at its descriptor. */
void faults_delay(int microseconds) { atomic_store(&delay, microseconds); }

void faults_demand(int call, int error) { atomic_store(&demanded[call], error); }

/* Whether nothing has failed as demanded yet. */
int faults_pending(int call) { return atomic_load(&demanded[call]) != 0; }

int faults_injected(int call) { return atomic_load(&injected[call]); }

int faults_connects(void) { return atomic_load(&connects); }

/* splitmix64: any thread may take the next number. */
static uint64_t next(void) {
  uint64_t z = atomic_fetch_add(&state, 0x9e3779b97f4a7c15u) + 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

static int planned(enum call call) {
  if ((int)(next() % 100) >= atomic_load(&percent)) return 0;
  atomic_fetch_add(&injected[call], 1);
  return 1;
}

/* The demanded error, once, or else what the plan says of these. */
static int fails(enum call call, int one, int other) {
  int error = atomic_exchange(&demanded[call], 0);
  if (!error && planned(call)) error = next() % 2 ? one : other;
  if (!error) return 0;
  errno = error;
  return 1;
}

static size_t shortened(enum call call, size_t length) {
  return length > 1 && planned(call) ? 1 + next() % (length - 1) : length;
}

/* The C library's function of that name, as "real". */
#define REAL(name)                  \
  static __typeof__(&name) real;    \
  if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t recv(int fd, void *buffer, size_t length, int flags) {
  REAL(recv);
  int most = atomic_load(&delay);
  if (most && next() % 4 == 0) usleep(next() % most);
  if (fails(RECV, EINTR, EAGAIN)) return -1;
  return real(fd, buffer, shortened(RECV, length), flags);
}

ssize_t send(int fd, const void *buffer, size_t length, int flags) {
  REAL(send);
  if (fails(SEND, EINTR, EAGAIN)) return -1;
  return real(fd, buffer, shortened(SEND, length), flags);
}

int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags) {
  REAL(accept4);
  if (fails(ACCEPT4, EINTR, ECONNABORTED)) return -1;
  return real(fd, address, length, flags);
}

/* A connect that is interrupted goes on: EINTR comes after the real call. */
int connect(int fd, const struct sockaddr *address, socklen_t length) {
  REAL(connect);
  atomic_fetch_add(&connects, 1);
  int error = atomic_exchange(&demanded[CONNECT], 0);
  if (error && error != EINTR) {
    errno = error;
    return -1;
  }
  int result = real(fd, address, length);
  if ((result == 0 || errno == EINPROGRESS) && (error == EINTR || planned(CONNECT))) {
    errno = EINTR;
    return -1;
  }
  return result;
}

int poll(struct pollfd *fds, nfds_t count, int timeout) {
  REAL(poll);
  if (fails(POLL, EINTR, EINTR)) return -1;
  return real(fds, count, timeout);
}

int epoll_wait(int epoll, struct epoll_event *events, int count, int timeout) {
  REAL(epoll_wait);
  if (fails(EPOLL_WAIT, EINTR, EINTR)) return -1;
  return real(epoll, events, (int)shortened(EPOLL_WAIT, (size_t)count), timeout);
}

ssize_t splice(int in, off64_t *in_at, int out, off64_t *out_at, size_t length, unsigned int flags) {
  REAL(splice);
  if (fails(SPLICE, EINTR, EAGAIN)) return -1;
  return real(in, in_at, out, out_at, shortened(SPLICE, length), flags);
}
