#include "CPostgres.h"

#ifdef HUB

#if __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#else
#include <postgresql/libpq-fe.h>
#endif
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// What is used of libpq. The types are those of its header, so that a call that does not fit does not compile.
#define FUNCTIONS(do)                                                                                                  \
    do(PQconnectdbParams) do(PQfinish) do(PQstatus) do(PQerrorMessage) do(PQsocket) do(PQexecParams) do(PQexec)        \
    do(PQclear) do(PQresultStatus) do(PQresultErrorField) do(PQresultErrorMessage) do(PQntuples) do(PQcmdTuples)       \
    do(PQgetisnull) do(PQgetvalue) do(PQgetlength) do(PQputCopyData) do(PQputCopyEnd) do(PQgetResult)                  \
    do(PQconsumeInput) do(PQnotifies) do(PQfreemem) do(PQsetNoticeReceiver)

#define POINTER(name) static __typeof__(name) *lib_##name;
FUNCTIONS(POINTER)

static const char *failure;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
    void *library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        failure = strdup(dlerror());
        return;
    }
#define FIND(name)                                                                                                     \
    lib_##name = (__typeof__(lib_##name))dlsym(library, #name);                                                        \
    if (!lib_##name) failure = "libpq.so.5: " #name;
    FUNCTIONS(FIND)
}

const char *hub_load(void) {
    pthread_once(&once, load);
    return failure;
}

static void count_warning(void *warnings, const PGresult *result) {
    const char *state = lib_PQresultErrorField(result, PG_DIAG_SQLSTATE);
    // 00000 is talk; a warning may mean that a commit was not confirmed by the standby.
    if (state && strncmp(state, "00", 2) != 0) ++*(int *)warnings;
}

hub_connection *hub_connect(const char *const *keywords, const char *const *values, int *warnings) {
    PGconn *connection = lib_PQconnectdbParams(keywords, values, 1);
    if (connection) lib_PQsetNoticeReceiver(connection, count_warning, warnings);
    return connection;
}

void hub_finish(hub_connection *connection) { lib_PQfinish(connection); }

bool hub_is_well(const hub_connection *connection) { return lib_PQstatus(connection) == CONNECTION_OK; }

const char *hub_error(const hub_connection *connection) { return lib_PQerrorMessage(connection); }

int hub_socket(const hub_connection *connection) { return lib_PQsocket(connection); }

hub_result *hub_query(
    hub_connection *connection, const char *sql, int count, const char *const *values, const int *lengths) {
    enum { most = 16 };
    static const int binary[most] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    if (count > most) return NULL;
    return lib_PQexecParams(connection, sql, count, NULL, values, lengths, binary, 1);
}

hub_result *hub_run(hub_connection *connection, const char *sql) { return lib_PQexec(connection, sql); }

void hub_clear(hub_result *result) { lib_PQclear(result); }

bool hub_is_done(const hub_result *result) {
    ExecStatusType status = lib_PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

bool hub_wants_copy(const hub_result *result) { return lib_PQresultStatus(result) == PGRES_COPY_IN; }

const char *hub_state(const hub_result *result) {
    const char *state = lib_PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return state ? state : "";
}

const char *hub_message(const hub_result *result) {
    const char *text = lib_PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    return text ? text : lib_PQresultErrorMessage(result);
}

int hub_rows(const hub_result *result) { return lib_PQntuples(result); }

long hub_changed(hub_result *result) { return strtol(lib_PQcmdTuples(result), NULL, 10); }

bool hub_is_null(const hub_result *result, int row, int column) { return lib_PQgetisnull(result, row, column); }

const unsigned char *hub_value(const hub_result *result, int row, int column, int *length) {
    *length = lib_PQgetlength(result, row, column);
    return (const unsigned char *)lib_PQgetvalue(result, row, column);
}

bool hub_put(hub_connection *connection, const unsigned char *bytes, int count) {
    return lib_PQputCopyData(connection, (const char *)bytes, count) == 1;
}

hub_result *hub_put_end(hub_connection *connection) {
    if (lib_PQputCopyEnd(connection, NULL) != 1) return NULL;
    PGresult *last = NULL, *next;
    while ((next = lib_PQgetResult(connection))) {
        if (last) lib_PQclear(last);
        last = next;
    }
    return last;
}

bool hub_consume(hub_connection *connection) { return lib_PQconsumeInput(connection) == 1; }

bool hub_notice(hub_connection *connection, char *text, int size) {
    PGnotify *notice = lib_PQnotifies(connection);
    if (!notice) return false;
    strncpy(text, notice->extra, size - 1);
    text[size - 1] = 0;
    lib_PQfreemem(notice);
    return true;
}

#endif
