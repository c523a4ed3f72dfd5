#define _GNU_SOURCE
#include "CPseudoTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <unistd.h>
#include <wchar.h>

int guantong_pty_open(char *name, size_t size) {
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (master < 0) return -1;
    if (grantpt(master) == 0 && unlockpt(master) == 0) {
        int code = ptsname_r(master, name, size);
        if (code == 0) return master;
        errno = code;
    }
    int saved = errno;
    close(master);
    errno = saved;
    return -1;
}

// Usual signals, an empty mask, no descriptor but 0, 1 and 2.
static int start(pid_t *pid, posix_spawn_file_actions_t *actions, short flags, const char *directory,
                 char *const arguments[], char *const environment[]) {
    posix_spawnattr_t attributes;
    sigset_t none, all;
    int code = posix_spawnattr_init(&attributes);
    if (code != 0) return code;
    sigemptyset(&none);
    sigfillset(&all);
    code = posix_spawn_file_actions_addclosefrom_np(actions, 3);
    if (code == 0 && directory != NULL) code = posix_spawn_file_actions_addchdir_np(actions, directory);
    if (code == 0) code = posix_spawnattr_setsigmask(&attributes, &none);
    if (code == 0) code = posix_spawnattr_setsigdefault(&attributes, &all);
    if (code == 0) {
        code = posix_spawnattr_setflags(&attributes, flags | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    if (code == 0) code = posix_spawnp(pid, arguments[0], actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    return code;
}

int guantong_pty_spawn(pid_t *pid, const char *name, const char *directory, char *const arguments[],
                       char *const environment[]) {
    posix_spawn_file_actions_t actions;
    int code = posix_spawn_file_actions_init(&actions);
    if (code != 0) return code;
    // glibc calls setsid before it opens anything, so the first terminal opened is the controlling one.
    code = posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0);
    if (code == 0) code = posix_spawn_file_actions_adddup2(&actions, 0, 1);
    if (code == 0) code = posix_spawn_file_actions_adddup2(&actions, 0, 2);
    if (code == 0) code = start(pid, &actions, POSIX_SPAWN_SETSID, directory, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    return code;
}

int guantong_spawn(pid_t *pid, const int streams[3], const char *directory, char *const arguments[],
                   char *const environment[]) {
    posix_spawn_file_actions_t actions;
    int code = posix_spawn_file_actions_init(&actions);
    if (code != 0) return code;
    for (int number = 0; number < 3 && code == 0; number++) {
        code = posix_spawn_file_actions_adddup2(&actions, streams[number], number);
    }
    if (code == 0) code = start(pid, &actions, POSIX_SPAWN_SETPGROUP, directory, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    return code;
}

int guantong_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int guantong_scratch(void) { return memfd_create("guantong", MFD_CLOEXEC); }

int guantong_pidfd_open(pid_t pid) { return pidfd_open(pid, 0); }

static locale_t utf8;

static void make_locale(void) { utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0); }

int guantong_columns(unsigned int scalar) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_locale);
    locale_t before = uselocale(utf8);
    int columns = wcwidth((wchar_t)scalar);
    uselocale(before);
    return columns;
}
