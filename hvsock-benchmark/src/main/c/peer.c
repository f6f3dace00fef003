// The yardstick: what the benchmark gives everybody to do, done in plain C with blocking sockets.
//
//   peer sink ADDRESS                       accepts one flow and reads it to its end
//   peer source ADDRESS --bytes N --buffer N  writes N bytes, half-closes, waits for the peer's end
//   peer echo ADDRESS                       accepts flows for ever and sends back what each sends
//   peer ping ADDRESS --count N --size N    round trips, one at a time, after as many to warm up
//   peer copy FROM TO                       joins each flow accepted at FROM to a new one to TO
//   peer storm ADDRESS --count N --bytes N  N flows at once to an echo, each with a content of its own
//
// ADDRESS is unix:PATH, vsock:CID:PORT or tcp:PORT (of this machine). Those that connect try again for --retry seconds.
// The result is one JSON object on standard output, with the fields of `hvsock perf --json`.
#define _GNU_SOURCE
#include <errno.h>
#include <getopt.h>
#include <linux/vm_sockets.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { COPY_BUFFER = 256 * 1024, SINK_BUFFER = 256 * 1024, BACKLOG = 4096, STORM_BUFFER = 64 * 1024, RING = 1 << 20 };

struct address {
  union {
    struct sockaddr any;
    struct sockaddr_un un;
    struct sockaddr_vm vm;
    struct sockaddr_in in;
  };
  socklen_t length;
};

struct options {
  long bytes;
  long buffer;
  long count;
  long size;
  double retry;
};

static void fail(const char *what) {
  fprintf(stderr, "peer: %s: %s\n", what, strerror(errno));
  exit(1);
}

static void misuse(const char *what) {
  fprintf(stderr, "peer: %s\n", what);
  exit(2);
}

static void *memory(size_t size) {
  void *block = malloc(size);
  if (!block) fail("malloc");
  memset(block, 0, size);
  return block;
}

// ---- time ----

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static double seconds_since(uint64_t start) { return (double)(now() - start) / 1e9; }

static double cpu_seconds(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

// ---- addresses and flows ----

static struct address parse(const char *text) {
  struct address address = {.length = 0};
  if (strncmp(text, "unix:", 5) == 0) {
    address.un.sun_family = AF_UNIX;
    if (strlen(text + 5) >= sizeof address.un.sun_path) misuse("path is too long");
    strcpy(address.un.sun_path, text + 5);
    address.length = sizeof address.un;
  } else if (sscanf(text, "vsock:%u:%u", &address.vm.svm_cid, &address.vm.svm_port) == 2) {
    address.vm.svm_family = AF_VSOCK;
    address.length = sizeof address.vm;
  } else if (strncmp(text, "tcp:", 4) == 0) {
    address.in.sin_family = AF_INET;
    address.in.sin_port = htons((uint16_t)atoi(text + 4));
    address.in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.length = sizeof address.in;
  } else {
    misuse("address is none of unix:PATH vsock:CID:PORT tcp:PORT");
  }
  return address;
}

static int open_socket(const struct address *address) {
  int fd = socket(address->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) fail("socket");
  int on = 1;
  if (address->any.sa_family == AF_INET) setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

static int listen_at(const char *text) {
  struct address address = parse(text);
  int fd = open_socket(&address), on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(fd, &address.any, address.length)) fail("bind");
  if (listen(fd, BACKLOG)) fail("listen");
  fprintf(stderr, "peer: listening at %s\n", text);
  return fd;
}

static int connect_to(const char *text, double retry) {
  struct address address = parse(text);
  uint64_t start = now();
  for (;;) {
    int fd = open_socket(&address);
    if (connect(fd, &address.any, address.length) == 0) return fd;
    if (seconds_since(start) >= retry) fail("connect");
    close(fd);
    usleep(20000);
  }
}

static int accept_from(int listener) {
  int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  if (fd < 0) fail("accept");
  return fd;
}

static bool write_all(int fd, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t n = write(fd, bytes, length);
    if (n < 0) return false;
    bytes += n;
    length -= (size_t)n;
  }
  return true;
}

static bool read_all(int fd, char *bytes, size_t length) {
  while (length > 0) {
    ssize_t n = read(fd, bytes, length);
    if (n <= 0) return false;
    bytes += n;
    length -= (size_t)n;
  }
  return true;
}

// From one descriptor to the other until the end, which is passed on.
static void copy(int from, int to) {
  char *buffer = memory(COPY_BUFFER);
  ssize_t n;
  while ((n = read(from, buffer, COPY_BUFFER)) > 0) {
    if (!write_all(to, buffer, (size_t)n)) break;
  }
  shutdown(to, SHUT_WR);
  free(buffer);
}

static void in_thread(void *(*body)(void *), void *argument, pthread_t *joined) {
  pthread_t thread;
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 128 * 1024);
  if (pthread_create(joined ? joined : &thread, &small, body, argument)) fail("pthread_create");
  if (!joined) pthread_detach(thread);
  pthread_attr_destroy(&small);
}

// ---- bulk ----

static void print_bulk(uint64_t bytes, double seconds) {
  printf("{\"bytes\": %llu, \"seconds\": %.6f, \"mbPerSecond\": %.3f, \"cpuSeconds\": %.6f}\n",
         (unsigned long long)bytes, seconds, (double)bytes / seconds / 1e6, cpu_seconds());
}

static void sink(const char *address) {
  int flow = accept_from(listen_at(address));
  char *buffer = memory(SINK_BUFFER);
  uint64_t total = 0, start = now();
  ssize_t n;
  while ((n = read(flow, buffer, SINK_BUFFER)) > 0) total += (uint64_t)n;
  if (n < 0) fail("read");
  double seconds = seconds_since(start);
  close(flow);
  print_bulk(total, seconds);
}

static void source(const char *address, const struct options *options) {
  int flow = connect_to(address, options->retry);
  char *buffer = memory((size_t)options->buffer);
  uint64_t start = now();
  for (long left = options->bytes; left > 0;) {
    long n = left < options->buffer ? left : options->buffer;
    if (!write_all(flow, buffer, (size_t)n)) fail("write");
    left -= n;
  }
  shutdown(flow, SHUT_WR);
  while (read(flow, buffer, (size_t)options->buffer) > 0) {}
  print_bulk((uint64_t)options->bytes, seconds_since(start));
}

// ---- latency ----

static void *echo_flow(void *argument) {
  int flow = (int)(intptr_t)argument;
  copy(flow, flow);
  close(flow);
  return NULL;
}

static void echo(const char *address) {
  for (int listener = listen_at(address);;) {
    in_thread(echo_flow, (void *)(intptr_t)accept_from(listener), NULL);
  }
}

static int by_value(const void *left, const void *right) {
  uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
  return a < b ? -1 : a > b;
}

static double round_trips(int flow, char *message, uint64_t *nanos, const struct options *options) {
  uint64_t start = now();
  for (long i = 0; i < options->count; i++) {
    uint64_t sent = now();
    if (!write_all(flow, message, (size_t)options->size)) fail("write");
    if (!read_all(flow, message, (size_t)options->size)) fail("read");
    nanos[i] = now() - sent;
  }
  return (double)(now() - start) / (double)options->count;
}

static void ping(const char *address, const struct options *options) {
  int flow = connect_to(address, options->retry);
  char *message = memory((size_t)options->size);
  uint64_t *nanos = memory((size_t)options->count * sizeof *nanos);
  round_trips(flow, message, nanos, options);
  double mean = round_trips(flow, message, nanos, options);
  long last = options->count - 1;
  qsort(nanos, (size_t)options->count, sizeof *nanos, by_value);
  printf("{\"count\": %ld, \"size\": %ld, \"meanNanos\": %.1f, \"p50Nanos\": %llu, \"p99Nanos\": %llu, \"p999Nanos\": %llu}\n",
         options->count, options->size, mean, (unsigned long long)nanos[last / 2],
         (unsigned long long)nanos[last * 99 / 100], (unsigned long long)nanos[last * 999 / 1000]);
}

// ---- forwarding ----

struct join {
  int near;
  int far;
};

static void *copy_back(void *argument) {
  struct join *join = argument;
  copy(join->far, join->near);
  return NULL;
}

static void *copy_both(void *argument) {
  struct join *join = argument;
  pthread_t back;
  in_thread(copy_back, join, &back);
  copy(join->near, join->far);
  pthread_join(back, NULL);
  close(join->near);
  close(join->far);
  free(join);
  return NULL;
}

static void forward(const char *from, const char *to) {
  for (int listener = listen_at(from);;) {
    struct join *join = memory(sizeof *join);
    join->near = accept_from(listener);
    join->far = connect_to(to, 0);
    in_thread(copy_both, join, NULL);
  }
}

// ---- many flows at once ----

struct stormer {
  int fd;
  uint64_t start;  // of its content, in the ring
  long sent;
  long received;
};

// Every flow's content is one ring of random bytes, begun at a place of its own: contents that were mixed up do not match.
// The ring's start follows its end once more, so that a piece of it is always in one piece.
static char ring[RING + STORM_BUFFER];

static void fill_ring(void) {
  uint64_t state = 1;
  for (int i = 0; i < RING; i++) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    ring[i] = (char)(state >> 56);
  }
  memcpy(ring + RING, ring, STORM_BUFFER);
}

static const char *content(const struct stormer *flow, long offset) {
  return ring + (flow->start + (uint64_t)offset) % RING;
}

static void send_some(struct stormer *flow, const struct options *options) {
  long left = options->bytes - flow->sent;
  size_t n = left < STORM_BUFFER ? (size_t)left : STORM_BUFFER;
  ssize_t sent = send(flow->fd, content(flow, flow->sent), n, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent > 0) flow->sent += sent;
  if (sent < 0 && errno != EAGAIN) fail("send");
}

static void receive_some(struct stormer *flow) {
  static char buffer[STORM_BUFFER];
  ssize_t n = recv(flow->fd, buffer, sizeof buffer, MSG_DONTWAIT);
  if (n < 0 && errno == EAGAIN) return;
  if (n <= 0) fail("receive, before all had come back");
  if (memcmp(buffer, content(flow, flow->received), (size_t)n) != 0) misuse("what came back is not what was sent");
  flow->received += n;
}

static void watch(int epoll, int operation, struct stormer *flow, uint32_t events) {
  struct epoll_event event = {.events = events, .data.ptr = flow};
  if (epoll_ctl(epoll, operation, flow->fd, &event)) fail("epoll_ctl");
}

// All flows send and receive at once, each until its own content has come back.
static void exchange(struct stormer *flows, const struct options *options) {
  int epoll = epoll_create1(EPOLL_CLOEXEC);
  for (long i = 0; i < options->count; i++) watch(epoll, EPOLL_CTL_ADD, &flows[i], EPOLLIN | EPOLLOUT);
  for (long open = options->count; open > 0;) {
    struct epoll_event events[256];
    int n = epoll_wait(epoll, events, 256, -1);
    for (int i = 0; i < n; i++) {
      struct stormer *flow = events[i].data.ptr;
      if (events[i].events & EPOLLOUT) {
        send_some(flow, options);
        if (flow->sent == options->bytes) watch(epoll, EPOLL_CTL_MOD, flow, EPOLLIN);
      }
      if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) receive_some(flow);
      if (flow->received == options->bytes) {
        epoll_ctl(epoll, EPOLL_CTL_DEL, flow->fd, NULL);
        open--;
      }
    }
  }
  close(epoll);
}

// Tells what has been reached and waits for a line, while somebody measures.
static void pause_at(const char *what) {
  printf("%s\n", what);
  fflush(stdout);
  int c;
  do c = getchar();
  while (c != '\n' && c != EOF);
}

// Proves that a flow leads to its echo and is open both ways.
static void greet(int fd) {
  char byte = 1;
  if (!write_all(fd, &byte, 1) || !read_all(fd, &byte, 1)) fail("greet");
}

static void storm(const char *address, const struct options *options) {
  fill_ring();
  struct stormer *flows = memory((size_t)options->count * sizeof *flows);
  for (long i = 0; i < options->count; i++) {
    flows[i].fd = connect_to(address, options->retry);
    flows[i].start = (uint64_t)i * 104729;
  }
  for (long i = 0; i < options->count; i++) greet(flows[i].fd);
  pause_at("open");
  uint64_t start = now();
  exchange(flows, options);
  double seconds = seconds_since(start);
  pause_at("echoed");
  for (long i = 0; i < options->count; i++) {
    char byte;
    shutdown(flows[i].fd, SHUT_WR);
    if (read(flows[i].fd, &byte, 1) != 0) misuse("an end did not come back as an end");
    close(flows[i].fd);
  }
  print_bulk((uint64_t)options->count * (uint64_t)options->bytes, seconds);
}

// ---- the command line ----

static struct options parse_options(int count, char **words) {
  static const struct option known[] = {{"bytes", required_argument, NULL, 'b'}, {"buffer", required_argument, NULL, 'u'},
                                        {"count", required_argument, NULL, 'c'}, {"size", required_argument, NULL, 's'},
                                        {"retry", required_argument, NULL, 'r'}, {NULL, 0, NULL, 0}};
  struct options options = {.bytes = 1 << 30, .buffer = 256 * 1024, .count = 10000, .size = 64, .retry = 10};
  for (int c; (c = getopt_long(count, words, "", known, NULL)) != -1;) {
    switch (c) {
      case 'b': options.bytes = atol(optarg); break;
      case 'u': options.buffer = atol(optarg); break;
      case 'c': options.count = atol(optarg); break;
      case 's': options.size = atol(optarg); break;
      case 'r': options.retry = atof(optarg); break;
      default: exit(2);
    }
  }
  if (options.bytes <= 0 || options.buffer <= 0 || options.count <= 0 || options.size <= 0) misuse("a number is not above 0");
  return options;
}

int main(int count, char **words) {
  signal(SIGPIPE, SIG_IGN);
  struct options options = parse_options(count, words);
  if (count - optind < 2) misuse("use: peer sink|source|echo|ping|copy|storm ADDRESS ...");
  const char *job = words[optind], *address = words[optind + 1];
  if (strcmp(job, "sink") == 0) sink(address);
  else if (strcmp(job, "source") == 0) source(address, &options);
  else if (strcmp(job, "echo") == 0) echo(address);
  else if (strcmp(job, "ping") == 0) ping(address, &options);
  else if (strcmp(job, "copy") == 0 && count - optind == 3) forward(address, words[optind + 2]);
  else if (strcmp(job, "storm") == 0) storm(address, &options);
  else misuse("no such job");
  return 0;
}
