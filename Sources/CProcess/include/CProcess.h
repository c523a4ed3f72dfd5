#ifndef CPROCESS_H
#define CPROCESS_H

/* The edges of the process that only C can mind: what runs in a signal handler, and what the system keeps of a crash.
 *
 * Nothing here takes a handler, so that none can be written in Swift: a thread that is just being born lacks what
 * Swift's own checks look for, and a signal that meets it there would end the program. */

/* The reading end of the pipe that tells of signals, made once and never closed; -1, and errno, where there is none. */
int guantong_signals_pipe(void);

/* Catches a signal from here on: it is noted, and the pipe becomes readable. What whoever started the program has had
 * ignored stays ignored. To be called by one thread at a time, like the next three. */
void guantong_signal_catch(int number);

/* Puts back what was before the signal was caught, and forgets one that was not taken. */
void guantong_signal_release(int number);

/* Has the signal ignored from here on, whatever was before. */
void guantong_signal_ignore(int number);

/* Has the signal do what it does by default. */
void guantong_signal_default(int number);

/* Whether a signal that is caught has come since this was asked last. From any thread. */
int guantong_signal_take(int number);

/* From here on a crash of this process, or of what it starts, leaves no memory behind: no core file, and nothing of
 * the memory for a program that the system hands cores to, which no limit holds back. */
void guantong_leave_no_core(void);

/* From here on the process is nobody's to look into, not even its owner's (root's all the same). */
void guantong_be_private(void);

#endif
