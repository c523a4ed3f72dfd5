#ifndef CNCURSES_SHIM_H
#define CNCURSES_SHIM_H
#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#include <term.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <locale.h>
#include <langinfo.h>
#include <unistd.h>
#include <fcntl.h>
#include <termios.h>
#include <signal.h>
#include <errno.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <execinfo.h>
#include <time.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>

/* Declared for _GNU_SOURCE only, which would change structures that Swift's Glibc module has too. */
extern int memfd_create(const char *name, unsigned int flags);
extern int pipe2(int ends[2], int flags);
extern int wcwidth(wchar_t character);
static inline int cn_width(wchar_t character) { return wcwidth(character); }
static inline int cn_memory(const char *name) { return memfd_create(name, 1U /* MFD_CLOEXEC */); }
/* Becomes readable when the process ends. */
static inline int cn_pidfd(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }
static inline int cn_pipe(int ends[2]) { return pipe2(ends, O_NONBLOCK | O_CLOEXEC); }

/* Globals, macros and variadics of curses, which Swift cannot reach itself. */

static inline int cn_colors(void) { return COLORS; }
static inline void cn_clear_next(void) { clearok(curscr, TRUE); }
/* A hidden cursor need not be carried about. */
static inline void cn_leave_cursor(int anywhere) { leaveok(stdscr, anywhere != 0); }
static inline void cn_move(int y, int x) { wmove(stdscr, y, x); }
static inline void cn_stage(void) { wnoutrefresh(stdscr); }
static inline void cn_erase(void) { werase(stdscr); }
static inline void cn_plain_window(void) {
    idlok(stdscr, FALSE);
    leaveok(stdscr, FALSE);
    scrollok(stdscr, FALSE);
    nonl();
    typeahead(-1);
}

static inline attr_t cn_attributes(int bold, int underline, int reverse, int dim) {
    return (bold ? A_BOLD : 0) | (underline ? A_UNDERLINE : 0) | (reverse ? A_REVERSE : 0) | (dim ? A_DIM : 0);
}

/* One cell of curses: a character with up to four marks. */
static inline cchar_t cn_cell(const wchar_t *text, attr_t attributes, int pair) {
    cchar_t cell;
    memset(&cell, 0, sizeof cell);
    setcchar(&cell, text, attributes, 0, &pair);
    return cell;
}

static inline void cn_put(int y, int x, const cchar_t *cells, int count) {
    if (wmove(stdscr, y, x) == OK) wadd_wchnstr(stdscr, cells, count);
}

/* The first code point that curses wants on the screen at a cell, 0 in the right half of a character. */
static inline wchar_t cn_character_at(int y, int x) {
    cchar_t cell;
    memset(&cell, 0, sizeof cell);
    if (mvwin_wch(newscr, y, x, &cell) != OK) return 0;
    return cell.chars[0];
}

/* A terminfo string, NULL when the terminal has none. */
static inline const char *cn_string(const char *name) {
    const char *value = tigetstr(name);
    return value == (const char *)-1 ? NULL : value;
}

/* Whether terminfo has the extended flag, number or string, of whatever type it is. */
static inline int cn_has(const char *name) {
    if (tigetflag(name) > 0) return 1;
    if (tigetnum(name) > 0) return 1;
    const char *value = tigetstr(name);
    return value != NULL && value != (const char *)-1;
}

/* What setupterm says: 1 found, 0 unknown, -1 no database. Without an exit on failure. */
static inline int cn_known(const char *term) {
    int status = 0;
    if (setupterm(term, STDOUT_FILENO, &status) == OK) {
        del_curterm(cur_term);
        return 1;
    }
    return status;
}

/* Makes a terminal's strings known to `cn_string`, without a screen; `cn_done` forgets them. */
static inline int cn_begin(const char *term) {
    int status = 0;
    return setupterm(term, STDOUT_FILENO, &status) == OK;
}
static inline void cn_done(void) { del_curterm(cur_term); }

static inline int cn_open(const char *path, int flags) { return open(path, flags); }
static inline int cn_create(const char *path, int flags, mode_t mode) { return open(path, flags, mode); }
static inline int cn_window_size(int fd, struct winsize *size) { return ioctl(fd, TIOCGWINSZ, size); }

/* The default action of a signal; the one before is kept in `old`. */
static inline void cn_default(int number, struct sigaction *old) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, old);
}

/* Stops this process with the default action of the signal, and returns once it goes on,
 * or at once where the kernel refuses because nobody could continue it. The thread of a
 * Dispatch queue blocks signals, hence the mask. */
static inline void cn_stop(int number, int whole_group) {
    struct sigaction old;
    sigset_t only, before;
    sigaction(number, NULL, &old);
    signal(number, SIG_IGN);
    /* The others of a pipeline first. Our own copy is ignored, else it could stop us twice. */
    if (whole_group) kill(0, number);
    signal(number, SIG_IGN);
    signal(number, SIG_DFL);
    sigemptyset(&only);
    sigaddset(&only, number);
    pthread_sigmask(SIG_UNBLOCK, &only, &before);
    raise(number);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    sigaction(number, &old, NULL);
}

/* The crash guard. All of it is used from one Swift file only, so that there is one
 * copy of the state. The handler calls nothing but async-signal-safe functions. */

static struct {
    volatile sig_atomic_t armed;
    int fd;                  /* the terminal; -1 none */
    int real_stderr;         /* where a sentence for the person goes */
    int caught_stderr;       /* what the program said meanwhile; -1 none */
    struct termios saved;
    char restore[1024];
    size_t restore_length;
    char directory[1024];
} cn_crash = { .fd = -1, .real_stderr = -1, .caught_stderr = -1 };

static void cn_say(int fd, const char *text) {
    size_t left = strlen(text);
    while (left > 0) {
        ssize_t done = write(fd, text, left);
        if (done <= 0) return;
        text += done;
        left -= (size_t)done;
    }
}

static char *cn_decimal(unsigned long value, char *end) {
    *--end = 0;
    do { *--end = (char)('0' + value % 10); value /= 10; } while (value > 0);
    return end;
}

static const char *cn_signal_name(int number) {
    switch (number) {
    case SIGSEGV: return "SIGSEGV (memory that is not ours)";
    case SIGBUS: return "SIGBUS (memory that is gone)";
    case SIGILL: return "SIGILL (a check of the program failed)";
    case SIGTRAP: return "SIGTRAP (a check of the program failed)";
    case SIGABRT: return "SIGABRT (the program gave up)";
    case SIGFPE: return "SIGFPE (arithmetic)";
    default: return "signal";
    }
}

static void cn_on_crash(int number, siginfo_t *info, void *context) {
    (void)context;
    /* A second fault, in here or on another thread, must end at once. */
    signal(number, SIG_DFL);
    if (cn_crash.armed) {
        cn_crash.armed = 0;
        if (cn_crash.fd >= 0) {
            int flags = fcntl(cn_crash.fd, F_GETFL);
            if (flags >= 0) fcntl(cn_crash.fd, F_SETFL, flags & ~O_NONBLOCK);
            ssize_t ignored = write(cn_crash.fd, cn_crash.restore, cn_crash.restore_length);
            (void)ignored;
            tcsetattr(cn_crash.fd, TCSANOW, &cn_crash.saved);
        }
        int out = cn_crash.real_stderr >= 0 ? cn_crash.real_stderr : STDERR_FILENO;
        char digits[32], path[1200];
        path[0] = 0;
        int report = -1;
        if (cn_crash.directory[0] != 0) {
            strcpy(path, cn_crash.directory);
            strcat(path, "/crash-");
            strcat(path, cn_decimal((unsigned long)time(NULL), digits + sizeof digits));
            strcat(path, "-");
            strcat(path, cn_decimal((unsigned long)getpid(), digits + sizeof digits));
            strcat(path, ".txt");
            report = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        }
        int target = report >= 0 ? report : out;
        cn_say(target, "time (seconds since 1970): ");
        cn_say(target, cn_decimal((unsigned long)time(NULL), digits + sizeof digits));
        cn_say(target, "\nsignal: ");
        cn_say(target, cn_signal_name(number));
        cn_say(target, "\naddress: ");
        char hex[20];
        unsigned long address = info ? (unsigned long)info->si_addr : 0;
        hex[0] = '0'; hex[1] = 'x'; hex[18] = '\n'; hex[19] = 0;
        for (int i = 0; i < 16; i++) hex[2 + i] = "0123456789abcdef"[(address >> (60 - 4 * i)) & 15];
        cn_say(target, hex);
        if (cn_crash.caught_stderr >= 0) {
            char text[4096];
            off_t size = lseek(cn_crash.caught_stderr, 0, SEEK_END);
            off_t from = size > (off_t)sizeof text ? size - (off_t)sizeof text : 0;
            ssize_t got = size > 0 ? pread(cn_crash.caught_stderr, text, sizeof text, from) : 0;
            if (got > 0) {
                cn_say(target, "last words:\n");
                ssize_t done = write(target, text, (size_t)got);
                (void)done;
            }
        }
        cn_say(target, "backtrace:\n");
        void *frames[64];
        backtrace_symbols_fd(frames, backtrace(frames, 64), target);
        if (report >= 0) {
            close(report);
            cn_say(out, "The program crashed; the terminal is as before and the report is in ");
            cn_say(out, path);
            cn_say(out, "\n");
        } else {
            cn_say(out, "The program crashed; no report could be written.\n");
        }
    }
    /* Again with the default action, so that the parent sees what it was. */
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, number);
    raise(number);
    pthread_sigmask(SIG_UNBLOCK, &only, NULL);
    _exit(128 + number);
}

static inline void cn_crash_install(void) {
    static int installed = 0;
    if (installed) return;
    installed = 1;
    /* The first call loads a library, which must not happen inside the handler. */
    void *warm[2];
    backtrace(warm, 2);
    static const int signals[] = { SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE };
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = cn_on_crash;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
    sigemptyset(&action.sa_mask);
    for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++) sigaction(signals[i], &action, NULL);
}

/* An alternate stack for the calling thread; stacks belong to threads, so the loop's thread asks too. */
static inline void cn_crash_stack(void) {
    stack_t stack, now;
    if (sigaltstack(NULL, &now) == 0 && !(now.ss_flags & SS_DISABLE)) return;
    memset(&stack, 0, sizeof stack);
    stack.ss_size = 64 * 1024;
    stack.ss_sp = malloc(stack.ss_size);
    if (stack.ss_sp != NULL) sigaltstack(&stack, NULL);
}

static inline void cn_crash_arm(int fd, const struct termios *saved, const char *restore, size_t length,
                                int real_stderr, int caught_stderr, const char *directory) {
    cn_crash.armed = 0;
    cn_crash.fd = fd;
    cn_crash.saved = *saved;
    cn_crash.restore_length = length < sizeof cn_crash.restore ? length : sizeof cn_crash.restore;
    memcpy(cn_crash.restore, restore, cn_crash.restore_length);
    cn_crash.real_stderr = real_stderr;
    cn_crash.caught_stderr = caught_stderr;
    cn_crash.directory[0] = 0;
    if (directory != NULL && strlen(directory) < sizeof cn_crash.directory) strcpy(cn_crash.directory, directory);
    cn_crash.armed = 1;
}

static inline void cn_crash_disarm(void) {
    cn_crash.fd = -1;
    cn_crash.real_stderr = -1;
    cn_crash.caught_stderr = -1;
}

#endif
