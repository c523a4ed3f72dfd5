#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* What the handler touches: any thread may be in it at any moment. */
_Static_assert(ATOMIC_INT_LOCK_FREE == 2, "a handler must not wait for a lock");
static atomic_int sink = -1;
static atomic_int came[NSIG];

/* Touched by whoever catches and releases. */
static int source = -1;
static int is_caught[NSIG];
static struct sigaction before[NSIG];

/* The note is what counts, the byte only wakes: however many signals come, none is lost in a pipe that is full. */
static void on_signal(int number) {
    int saved = errno;
    if (atomic_exchange(&came[number], 1) == 0) {
        ssize_t ignored = write(atomic_load(&sink), "", 1);
        (void)ignored;
    }
    errno = saved;
}

int guantong_signals_pipe(void) {
    int ends[2];
    if (source < 0 && pipe2(ends, O_NONBLOCK | O_CLOEXEC) == 0) {
        source = ends[0];
        /* Never closed: a handler that is late would write into whatever file came by its number. */
        atomic_store(&sink, ends[1]);
    }
    return source;
}

void guantong_signal_catch(int number) {
    struct sigaction action;
    if (is_caught[number] || sigaction(number, NULL, &before[number]) != 0) return;
    if (before[number].sa_handler == SIG_IGN) return;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    is_caught[number] = sigaction(number, &action, NULL) == 0;
}

void guantong_signal_release(int number) {
    if (!is_caught[number]) return;
    sigaction(number, &before[number], NULL);
    is_caught[number] = 0;
    atomic_store(&came[number], 0);
}

static void leave_to(int number, void (*standard)(int)) {
    signal(number, standard);
    is_caught[number] = 0;
}

void guantong_signal_ignore(int number) { leave_to(number, SIG_IGN); }

void guantong_signal_default(int number) { leave_to(number, SIG_DFL); }

int guantong_signal_take(int number) { return atomic_exchange(&came[number], 0); }

void guantong_leave_no_core(void) {
    /* core(5): the filter says which kinds of memory go into a core, also into one that is piped to a program. */
    int filter = open("/proc/self/coredump_filter", O_WRONLY | O_CLOEXEC);
    if (filter >= 0) {
        ssize_t ignored = write(filter, "0", 1);
        (void)ignored;
        close(filter);
    }
    struct rlimit none = { 0, 0 };
    setrlimit(RLIMIT_CORE, &none);
}

void guantong_be_private(void) { prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L); }
