/* The thread that performs what could not be done at once. */
#include "standin.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 64, SECOND = 1000000000 };
static const uint64_t TIMER = ~0ull; /* in place of a socket's handle */

static int epoll = -1;
static int timer = -1;
static struct operation *timed;
static uint64_t alarm_at; /* 0 for never */

uint64_t nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * SECOND + (uint64_t)now.tv_nsec;
}

static void set_alarm(uint64_t at) {
  if (alarm_at && alarm_at <= at) return;
  alarm_at = at;
  struct itimerspec time = {.it_value = {(time_t)(at / SECOND), (long)(at % SECOND)}};
  timerfd_settime(timer, TFD_TIMER_ABSTIME, &time, NULL);
}

/* Has the worker look at it then, and not at its socket. */
void worker_schedule(struct operation *operation, uint64_t due) {
  operation->due = due;
  if (!operation->timed) {
    operation->timed = true;
    operation->next = timed;
    timed = operation;
  }
  set_alarm(due);
}

void worker_cancel(struct operation *operation) {
  operation->cancelled = true;
  worker_schedule(operation, nanoseconds());
}

/* Has the worker look at the socket when there is something to do for what is in flight. */
void worker_watch(struct endpoint *endpoint) {
  struct operation *const *in_flight = endpoint->operations;
  uint32_t events = 0;
  if ((in_flight[RECEIVE] && !in_flight[RECEIVE]->timed) || in_flight[ACCEPT]) events |= EPOLLIN;
  if (in_flight[SEND] && !in_flight[SEND]->timed) events |= EPOLLOUT;
  if (!events) return;
  struct epoll_event event = {events | EPOLLONESHOT, {.u64 = endpoint->handle}};
  if (epoll_ctl(epoll, endpoint->watched ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, endpoint->fd, &event) < 0)
    refuse("epoll_ctl: %s", strerror(errno));
  endpoint->watched = true;
}

static void attempt(struct operation *operation) {
  if (!operation || operation->timed) return;
  operation_check_in_flight(operation);
  DWORD status = operation_attempt(operation);
  if (status != STATUS_PENDING) operation_complete(operation, status);
  else if (operation->kind == CONNECT) worker_schedule(operation, operation->due);
}

static void look_at(struct endpoint *endpoint) {
  if (!endpoint || !endpoint->watched) return; /* closed meanwhile */
  for (int kind = 0; kind < KINDS; kind++)
    if (kind != CONNECT) attempt(endpoint->operations[kind]);
  worker_watch(endpoint);
}

static void finish_timed(struct operation *operation) {
  struct endpoint *endpoint = operation->endpoint;
  operation->timed = false;
  if (operation->decided) {
    operation_post(operation);
  } else if (operation->cancelled) {
    operation_complete(operation, operation_cancel(operation));
  } else {
    attempt(operation);
  }
  worker_watch(endpoint); /* for what it kept the worker from */
}

static void ring(void) {
  uint64_t times;
  if (read(timer, &times, sizeof times) < 0 && errno != EAGAIN) refuse("timerfd: %s", strerror(errno));
  uint64_t now = nanoseconds();
  struct operation *all = timed;
  timed = NULL;
  alarm_at = 0;
  while (all) {
    struct operation *each = all;
    all = each->next;
    if (each->due <= now) {
      finish_timed(each);
    } else {
      each->timed = false;
      worker_schedule(each, each->due);
    }
  }
}

static void *work(void *nothing) {
  struct epoll_event events[EVENTS];
  while (true) {
    int count = epoll_wait(epoll, events, EVENTS, -1);
    lock();
    for (int i = 0; i < count; i++) {
      if (events[i].data.u64 == TIMER) ring();
      else look_at(endpoint_for_event(events[i].data.u64));
    }
    unlock();
  }
  return nothing;
}

void worker_start(void) {
  epoll = epoll_create1(EPOLL_CLOEXEC);
  timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  struct epoll_event event = {EPOLLIN, {.u64 = TIMER}};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, timer, &event) < 0) refuse("epoll_ctl: %s", strerror(errno));
  sigset_t asynchronous, before; /* these are for the JVM's own threads */
  sigfillset(&asynchronous);
  sigdelset(&asynchronous, SIGSEGV);
  sigdelset(&asynchronous, SIGBUS);
  pthread_sigmask(SIG_SETMASK, &asynchronous, &before);
  pthread_t thread;
  if (pthread_create(&thread, NULL, work, NULL)) refuse("pthread_create");
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}
