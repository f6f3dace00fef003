/* What goes wrong on purpose, what is counted, and what is refused. Its API is for the tests. */
#include "standin.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* A call or an operation that is to fail. */
struct demand {
  int after; /* so many more that do not */
  uint32_t error;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static __thread int last_error;

bool started;
static struct demand call_demands[CALLS];
static struct demand status_demands[KINDS];
static int percents[FAULTS];
static int longest_delay;
static uint64_t state;
static int injected[FAULTS];
static int called[CALLS];

/* By the plan, each kind of fault happens to so many of a hundred operations. */
API INT_REGISTER standin_plan(int seed, int percent, int delay_microseconds) {
  lock();
  state = (uint64_t)seed;
  for (int i = 0; i < FAULTS; i++) percents[i] = percent;
  longest_delay = delay_microseconds;
  unlock();
  return int_register(0);
}

/* The same, for one kind of fault. */
API INT_REGISTER standin_plan_one(int fault, int percent) {
  lock();
  percents[fault] = percent;
  unlock();
  return int_register(0);
}

/* Of the calls of that kind, after so many the next one fails with that error, at once. */
API INT_REGISTER standin_demand(int call, int after, int error) {
  lock();
  call_demands[call] = (struct demand){after, (uint32_t)error};
  port_wake_all(); /* for whoever waits in one of them */
  unlock();
  return int_register(0);
}

/* Of the operations of that kind, after so many the next one completes with that status. */
API INT_REGISTER standin_demand_status(int kind, int after, int status) {
  lock();
  status_demands[kind] = (struct demand){after, (uint32_t)status};
  unlock();
  return int_register(0);
}

/* Whether what was demanded of these calls, and of these operations, is still to come. */
API INT_REGISTER standin_is_demanded(int call, int kind) {
  lock();
  bool is = (call >= 0 && call_demands[call].error) || (kind >= 0 && status_demands[kind].error);
  unlock();
  return int_register(is);
}

API INT_REGISTER standin_injected(int fault) {
  lock();
  int count = injected[fault];
  unlock();
  return int_register(count);
}

API INT_REGISTER standin_called(int call) {
  lock();
  int count = called[call];
  unlock();
  return int_register(count);
}

API INT_REGISTER standin_open_sockets(void) {
  lock();
  int count = sockets_open;
  unlock();
  return int_register(count);
}

/* Operations in flight, and those whose completion nobody has dequeued. */
API INT_REGISTER standin_operations(void) {
  lock();
  int count = operations_known;
  unlock();
  return int_register(count);
}

API INT_REGISTER standin_open_ports(void) {
  lock();
  int count = ports_open;
  unlock();
  return int_register(count);
}

API INT_REGISTER win_WSAGetLastError(void) { return int_register(last_error); }

/* splitmix64 */
static uint64_t next(void) {
  uint64_t z = state += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

uint64_t random_below(uint64_t bound) { return next() % bound; }

bool planned(enum fault fault) {
  if ((int)random_below(100) >= percents[fault]) return false;
  injected[fault]++;
  return true;
}

uint64_t planned_delay(void) {
  return longest_delay ? 1000 * (1 + random_below((uint64_t)longest_delay)) : 0;
}

static uint32_t take(struct demand *demand) {
  if (!demand->error || demand->after-- > 0) return 0;
  uint32_t error = demand->error;
  demand->error = 0;
  return error;
}

int demanded(enum call call) { return (int)take(&call_demands[call]); }

DWORD demanded_status(enum kind kind) { return take(&status_demands[kind]); }

void lock(void) { pthread_mutex_lock(&mutex); }

void unlock(void) { pthread_mutex_unlock(&mutex); }

/* Waits without the lock, until the deadline if that is not 0. */
void wait_for_change(void *condition, uint64_t deadline) {
  if (!deadline) {
    pthread_cond_wait(condition, &mutex);
  } else {
    struct timespec until = {(time_t)(deadline / 1000000000), (long)(deadline % 1000000000)};
    pthread_cond_clockwait(condition, &mutex, CLOCK_MONOTONIC, &until);
  }
}

/* Every function begins with this and then holds the lock. Gives the error that it is to fail with. */
int begin(enum call call) {
  lock();
  called[call]++;
  int error = demanded(call);
  if (error) return error;
  return call < CREATE_PORT && call != WSA_STARTUP && !started ? WSANOTINITIALISED : 0;
}

/* Linux' own errors never show: errno is Windows' last error, which a success leaves as it was. */
static void leave(int error) {
  if (error) last_error = error;
  unlock();
  errno = last_error;
}

INT_REGISTER int_register(int value) { return 0xbad0bad0ull << 32 | (uint32_t)value; }

INT_REGISTER finish(int error) {
  leave(error);
  return int_register(error ? -1 : 0);
}

INT_REGISTER finish_bool(int error) {
  leave(error);
  return int_register(!error);
}

void refuse(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("winsock stand-in: refused: ", stderr);
  vfprintf(stderr, format, arguments);
  fputs("\n", stderr);
  va_end(arguments);
  kill(getpid(), SIGQUIT); /* on which a JVM shows the stacks of its threads */
  usleep(500000);
  abort();
}
