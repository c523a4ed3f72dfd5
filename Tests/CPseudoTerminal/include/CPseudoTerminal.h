// What glibc offers only under _GNU_SOURCE, which Swift's Glibc module does not set.
#ifndef CPSEUDOTERMINAL_H
#define CPSEUDOTERMINAL_H

#include <stddef.h>
#include <sys/types.h>

/// Opens a new pseudo-terminal, not blocking, and puts the path of its other side into `name`.
/// Gives the descriptor, or -1 with errno.
int guantong_pty_open(char *name, size_t size);

/// Starts a program as the leader of a new session on the terminal `name`: usual signals, an empty
/// mask, no descriptor but 0, 1 and 2. `directory` may be null. Gives 0 or an errno.
int guantong_pty_spawn(pid_t *pid, const char *name, const char *directory, char *const arguments[],
                       char *const environment[]);

/// Starts a program without a terminal, in a process group of its own, with these three descriptors as 0, 1 and 2;
/// otherwise like `guantong_pty_spawn`.
int guantong_spawn(pid_t *pid, const int streams[3], const char *directory, char *const arguments[],
                   char *const environment[]);

/// Opens a pipe that no program inherits by chance. Gives 0, or -1 with errno.
int guantong_pipe(int ends[2]);

/// Opens a file in memory that has no name, or gives -1 with errno.
int guantong_scratch(void);

/// A descriptor that becomes readable when the process ends, or -1 with errno.
int guantong_pidfd_open(pid_t pid);

/// Columns of a character by glibc's own UTF-8 tables, whatever the locale of the process is:
/// 0, 1 or 2, or -1 for one that is not printable.
int guantong_columns(unsigned int scalar);

#endif
