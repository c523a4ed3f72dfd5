#pragma once

// libpq, opened when a hub is asked for and not before: a console starts without the twenty libraries that libpq brings
// along, and the program runs on machines that have none. Each function is libpq's own with `hub_` before its name;
// `hub_load` comes first.

#include <stdbool.h>

// Opens the library once. NULL when it is there, else what the loader says of it. Safe from any thread.
const char *hub_load(void);

typedef void hub_connection;
typedef void hub_result;

// Connects and waits for it; the warnings of the server are counted, and go nowhere else.
// `warnings` lives as long as the connection.
hub_connection *hub_connect(const char *const *keywords, const char *const *values, int *warnings);
void hub_finish(hub_connection *connection);
bool hub_is_well(const hub_connection *connection);
const char *hub_error(const hub_connection *connection);
int hub_socket(const hub_connection *connection);

// Parameters and rows are binary. An answer of NULL is out of memory.
hub_result *hub_query(
    hub_connection *connection, const char *sql, int count, const char *const *values, const int *lengths);
// Several statements in one piece, without parameters; the answer to the last.
hub_result *hub_run(hub_connection *connection, const char *sql);
void hub_clear(hub_result *result);
// Whether the statement was done; whether it asks for rows to be copied in.
bool hub_is_done(const hub_result *result);
bool hub_wants_copy(const hub_result *result);
// The five characters of SQLSTATE; empty where the line broke.
const char *hub_state(const hub_result *result);
const char *hub_message(const hub_result *result);
int hub_rows(const hub_result *result);
// How many rows the statement changed.
long hub_changed(hub_result *result);
bool hub_is_null(const hub_result *result, int row, int column);
const unsigned char *hub_value(const hub_result *result, int row, int column, int *length);

bool hub_put(hub_connection *connection, const unsigned char *bytes, int count);
// Ends the copying; the answer to it.
hub_result *hub_put_end(hub_connection *connection);

// Reads what has come without a question; false when the line is broken.
bool hub_consume(hub_connection *connection);
// The next notice, its text copied into `text`; false when there is none.
bool hub_notice(hub_connection *connection, char *text, int size);
