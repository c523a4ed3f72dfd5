/* A library for LD_PRELOAD that lets a program meet a failing disk and a wrong clock. What it does is said by the environment:
 *
 *   FAULT_OP      write pwrite pread fsync ftruncate flock: the call that fails (64-bit variants and fdatasync with it)
 *   FAULT_MATCH   only on files whose path ends so, such as "-wal"; without it on all files
 *   FAULT_AFTER   from the n-th such call on, 1 unless given
 *   FAULT_COUNT   so many of them fail, 1 unless given
 *   FAULT_ERRNO   with this error, 5 (EIO) unless given
 *   FAULT_SHORT   instead of failing, pwrite and write take half of the bytes
 *   FAULT_KILL    instead of failing, the process is killed there
 *   FAULT_LOG     each fault is told on standard error: "[fault OP FILE]"
 *   CLOCK_OFFSET  the wall clock is ahead by so many seconds; CLOCK_FILE names a file that holds them, and wins
 *   BOOT_ID_FILE  is read in place of the kernel's boot_id, UPTIME_FILE in place of its uptime
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static int calls;

static int number(const char *name, int otherwise) {
    const char *text = getenv(name);
    return text ? atoi(text) : otherwise;
}

/* The file behind a descriptor, if this call on it is one that is to go wrong. */
static int is_hit(const char *operation, int descriptor, char path[4096]) {
    const char *wanted = getenv("FAULT_OP");
    if (!wanted || strcmp(wanted, operation) != 0) return 0;
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, 4095);
    if (length < 0) return 0;
    path[length] = 0;
    const char *match = getenv("FAULT_MATCH");
    size_t ending = match ? strlen(match) : 0;
    if (ending && ((size_t)length < ending || strcmp(path + length - ending, match) != 0)) return 0;
    int after = number("FAULT_AFTER", 1);
    int call = __sync_add_and_fetch(&calls, 1);
    if (call < after || call >= after + number("FAULT_COUNT", 1)) return 0;
    if (getenv("FAULT_LOG")) dprintf(STDERR_FILENO, "[fault %s %s]\n", operation, path);
    if (getenv("FAULT_KILL")) kill(getpid(), SIGKILL);
    return 1;
}

static int is_faulty(const char *operation, int descriptor) {
    char path[4096];
    if (!is_hit(operation, descriptor, path)) return 0;
    errno = number("FAULT_ERRNO", EIO);
    return 1;
}

/* How many of the bytes are taken; -1 for none and an error. */
static ssize_t allowed(const char *operation, int descriptor, size_t count) {
    char path[4096];
    if (!is_hit(operation, descriptor, path)) return (ssize_t)count;
    if (getenv("FAULT_SHORT")) return (ssize_t)(count / 2);
    errno = number("FAULT_ERRNO", EIO);
    return -1;
}

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

ssize_t write(int descriptor, const void *bytes, size_t count) {
    REAL(ssize_t, "write", int, const void *, size_t);
    ssize_t most = allowed("write", descriptor, count);
    return most < 0 ? -1 : real(descriptor, bytes, (size_t)most);
}
ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t place) {
    REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
    ssize_t most = allowed("pwrite", descriptor, count);
    return most < 0 ? -1 : real(descriptor, bytes, (size_t)most, place);
}
ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t place) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    ssize_t most = allowed("pwrite", descriptor, count);
    return most < 0 ? -1 : real(descriptor, bytes, (size_t)most, place);
}
ssize_t pread(int descriptor, void *bytes, size_t count, off_t place) {
    REAL(ssize_t, "pread", int, void *, size_t, off_t);
    return is_faulty("pread", descriptor) ? -1 : real(descriptor, bytes, count, place);
}
ssize_t pread64(int descriptor, void *bytes, size_t count, off64_t place) {
    REAL(ssize_t, "pread64", int, void *, size_t, off64_t);
    return is_faulty("pread", descriptor) ? -1 : real(descriptor, bytes, count, place);
}
int fsync(int descriptor) {
    REAL(int, "fsync", int);
    return is_faulty("fsync", descriptor) ? -1 : real(descriptor);
}
int fdatasync(int descriptor) {
    REAL(int, "fdatasync", int);
    return is_faulty("fsync", descriptor) ? -1 : real(descriptor);
}
int ftruncate(int descriptor, off_t length) {
    REAL(int, "ftruncate", int, off_t);
    return is_faulty("ftruncate", descriptor) ? -1 : real(descriptor, length);
}
int ftruncate64(int descriptor, off64_t length) {
    REAL(int, "ftruncate64", int, off64_t);
    return is_faulty("ftruncate", descriptor) ? -1 : real(descriptor, length);
}
int flock(int descriptor, int operation) {
    REAL(int, "flock", int, int);
    return is_faulty("flock", descriptor) ? -1 : real(descriptor, operation);
}

/* The clock. */

static long ahead(void) {
    const char *file = getenv("CLOCK_FILE");
    if (file) {
        char text[32];
        int descriptor = open(file, O_RDONLY | O_CLOEXEC);
        ssize_t count = descriptor >= 0 ? read(descriptor, text, sizeof text - 1) : -1;
        if (descriptor >= 0) close(descriptor);
        if (count > 0) {
            text[count] = 0;
            return atol(text);
        }
    }
    const char *offset = getenv("CLOCK_OFFSET");
    return offset ? atol(offset) : 0;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    REAL(int, "clock_gettime", clockid_t, struct timespec *);
    int result = real(clock, time);
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) time->tv_sec += ahead();
    return result;
}
int gettimeofday(struct timeval *time, void *zone) {
    REAL(int, "gettimeofday", struct timeval *, void *);
    int result = real(time, zone);
    time->tv_sec += ahead();
    return result;
}
time_t time(time_t *result) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (result) *result = now.tv_sec;
    return now.tv_sec;
}

static const char *instead(const char *path) {
    const char *other = NULL;
    if (strcmp(path, "/proc/sys/kernel/random/boot_id") == 0) other = getenv("BOOT_ID_FILE");
    if (strcmp(path, "/proc/uptime") == 0) other = getenv("UPTIME_FILE");
    return other ? other : path;
}

int open(const char *path, int flags, ...) {
    REAL(int, "open", const char *, int, ...);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return real(instead(path), flags, mode);
}
int open64(const char *path, int flags, ...) {
    REAL(int, "open64", const char *, int, ...);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return real(instead(path), flags, mode);
}
