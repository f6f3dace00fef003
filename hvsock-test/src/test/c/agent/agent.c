/*
 * The guest's end of HostGuestTest where Java would take minutes to start, in a guest inside a guest: does what
 * GuestAgent does, and shares no code with it. Statically linked, because each file that it needs takes seconds there.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/vm_sockets.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sha256.h"

enum { PORT = 5000, PIECE = 64 * 1024, LINE = 128, FINDINGS = 64 };

/* What was found, by the tag of whoever asks for it. */
static struct {
  char tag[LINE];
  char text[LINE];
} findings[FINDINGS];
static int found;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t news = PTHREAD_COND_INITIALIZER;

static void answer(int flow);

static int write_all(int flow, const void *bytes, size_t length) {
  for (size_t sent = 0; sent < length;) {
    ssize_t n = send(flow, (const char *)bytes + sent, length - sent, MSG_NOSIGNAL);
    if (n < 0) return -errno;
    sent += (size_t)n;
  }
  return 0;
}

static int say(int flow, const char *text) {
  char line[2 * LINE];
  return write_all(flow, line, (size_t)snprintf(line, sizeof line, "%s\n", text));
}

/* Reads a line and no byte more. */
static int read_line(int flow, char *line) {
  for (size_t length = 0; length < LINE; length++) {
    if (recv(flow, line + length, 1, 0) != 1) return -1;
    if (line[length] == '\n') {
      line[length] = 0;
      return 0;
    }
  }
  return -1;
}

static void echo(int flow) {
  static _Thread_local char piece[PIECE];
  ssize_t n;
  while ((n = recv(flow, piece, sizeof piece, 0)) > 0 && write_all(flow, piece, (size_t)n) == 0) continue;
}

static void say_digest(int flow, struct sha256 *digest) {
  char text[65];
  sha256_text(digest, text);
  say(flow, text);
}

static void sink(int flow, int64_t length) {
  static _Thread_local char piece[PIECE];
  struct sha256 digest;
  sha256_begin(&digest);
  while (length > 0) {
    ssize_t n = recv(flow, piece, length < PIECE ? (size_t)length : PIECE, 0);
    if (n <= 0) return;
    sha256_add(&digest, piece, (size_t)n);
    length -= n;
  }
  say_digest(flow, &digest);
}

static void source(int flow, int64_t length) {
  static _Thread_local char piece[PIECE];
  struct sha256 digest;
  unsigned seed = 1;
  for (int i = 0; i < PIECE; i++) piece[i] = (char)(rand_r(&seed) >> 8);
  sha256_begin(&digest);
  while (length > 0) {
    size_t next = length < PIECE ? (size_t)length : PIECE;
    /* No two pieces are the same, so that one that is missing or moved shows. */
    memcpy(piece, &length, sizeof length);
    if (write_all(flow, piece, next) < 0) return;
    sha256_add(&digest, piece, next);
    length -= (int64_t)next;
  }
  say_digest(flow, &digest);
}

static void names(int flow) {
  struct sockaddr_vm local, remote;
  socklen_t length = sizeof local;
  unsigned cid = 0;
  char text[LINE];
  int device = open("/dev/vsock", O_RDONLY);
  ioctl(device, IOCTL_VM_SOCKETS_GET_LOCAL_CID, &cid);
  close(device);
  getsockname(flow, (struct sockaddr *)&local, &length);
  length = sizeof remote;
  getpeername(flow, (struct sockaddr *)&remote, &length);
  snprintf(text, sizeof text, "%u vsock://%u:%u vsock://%u:%u", cid, local.svm_cid, local.svm_port,
           remote.svm_cid, remote.svm_port);
  say(flow, text);
}

/* Connects to the host, and does there what the first line asks for. */
static void call(int asked, unsigned port) {
  struct sockaddr_vm host = {.svm_family = AF_VSOCK, .svm_cid = VMADDR_CID_HOST, .svm_port = port};
  int flow = socket(AF_VSOCK, SOCK_STREAM, 0);
  if (connect(flow, (struct sockaddr *)&host, sizeof host) < 0) {
    say(asked, strerrorname_np(errno));
    close(flow);
    return;
  }
  say(asked, "connected");
  answer(flow);
}

static long read_to_end(int flow) {
  static _Thread_local char piece[PIECE];
  long count = 0;
  ssize_t n;
  while ((n = recv(flow, piece, sizeof piece, 0)) > 0) count += n;
  return count;
}

static void tell(const char *tag, const char *text) {
  pthread_mutex_lock(&mutex);
  strcpy(findings[found].tag, tag);
  strcpy(findings[found].text, text);
  found++;
  pthread_cond_broadcast(&news);
  pthread_mutex_unlock(&mutex);
}

static const char *seen(const char *tag) {
  pthread_mutex_lock(&mutex);
  for (int i = 0;;) {
    if (i == found) {
      pthread_cond_wait(&news, &mutex);
    } else if (strcmp(findings[i].tag, tag) == 0) {
      pthread_mutex_unlock(&mutex);
      return findings[i].text;
    } else {
      i++;
    }
  }
}

static void answer_the_end(int flow, const char *tag) {
  char text[LINE];
  long count = read_to_end(flow);
  int failure = say(flow, "the reply");
  snprintf(text, sizeof text, "read %ld, %s", count, failure ? strerrorname_np(-failure) : "replied");
  tell(tag, text);
}

static void end_first(int flow, const char *tag) {
  char text[LINE];
  say(flow, "the last words");
  shutdown(flow, SHUT_WR);
  snprintf(text, sizeof text, "read %ld", read_to_end(flow));
  tell(tag, text);
}

static void answer(int flow) {
  char line[LINE];
  if (read_line(flow, line) == 0) {
    char *word = strchr(line, ' ');
    if (word != NULL) *word++ = 0;
    if (strcmp(line, "echo") == 0) echo(flow);
    else if (strcmp(line, "names") == 0) names(flow);
    else if (strcmp(line, "stall") == 0) say(flow, "stalled"), pause();
    else if (word == NULL) fprintf(stderr, "no such request: %s\n", line);
    else if (strcmp(line, "sink") == 0) sink(flow, strtoll(word, NULL, 10));
    else if (strcmp(line, "source") == 0) source(flow, strtoll(word, NULL, 10));
    else if (strcmp(line, "call") == 0) call(flow, (unsigned)strtoul(word, NULL, 10));
    else if (strcmp(line, "answer-the-end") == 0) answer_the_end(flow, word);
    else if (strcmp(line, "end-first") == 0) end_first(flow, word);
    else if (strcmp(line, "seen") == 0) say(flow, seen(word));
  }
  close(flow);
}

static void *serve(void *flow) {
  answer((int)(intptr_t)flow);
  return NULL;
}

int main(void) {
  struct sockaddr_vm any = {.svm_family = AF_VSOCK, .svm_cid = VMADDR_CID_ANY, .svm_port = PORT};
  int listener = socket(AF_VSOCK, SOCK_STREAM, 0);
  char ready[4096];
  if (bind(listener, (struct sockaddr *)&any, sizeof any) < 0 || listen(listener, 64) < 0) {
    perror("listen");
    return 1;
  }
  snprintf(ready, sizeof ready, "%s/ready", getenv("HVSOCK_RESULTS"));
  close(open(ready, O_CREAT | O_WRONLY, 0644));
  for (;;) {
    pthread_t thread;
    int flow = accept(listener, NULL, NULL);
    if (flow < 0 || pthread_create(&thread, NULL, serve, (void *)(intptr_t)flow) != 0) {
      perror("accept");
      return 1;
    }
    pthread_detach(thread);
  }
}
