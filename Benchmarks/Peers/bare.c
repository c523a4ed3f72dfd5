// What catching up costs others: the rows of a desk's log written into a fresh table with the same indexes, 20,000 to a
// transaction, each durable (synchronous=FULL) before the next begins. No chain, no signatures, no read models.
//
//     bare floor   SOURCE NEW    plain inserts into SQLite
//     bare session SOURCE NEW    changesets of SQLite's session extension, applied
//     bare copy    SOURCE        no figure: the rows for PostgreSQL, as a script for psql
//
// What the sender does (reading, recording) is not in a figure. Prints the rows a second.
//
//     cc -O2 -o bare bare.c -lsqlite3
#define SQLITE_ENABLE_SESSION
#define SQLITE_ENABLE_PREUPDATE_HOOK
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { columns = 12, group = 20000 };

static sqlite3 *source, *target;
static sqlite3_stmt *reading;
static sqlite3_value *cells[group * columns];

static void fail(sqlite3 *db, const char *what) {
    fprintf(stderr, "%s: %s\n", what, sqlite3_errmsg(db));
    exit(1);
}

static sqlite3 *opened(const char *path, int flags) {
    sqlite3 *db;
    if (sqlite3_open_v2(path, &db, flags, NULL) != SQLITE_OK) fail(db, path);
    return db;
}

static void run(sqlite3 *db, const char *sql) {
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) fail(db, sql);
}

static sqlite3_stmt *prepared(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) fail(db, sql);
    return statement;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

// The next rows of the source, at most one group; 0 at its end.
static int rows(void) {
    static int isAtEnd;
    int count = 0;
    for (int i = 0; i < group * columns && cells[i]; i++) {
        sqlite3_value_free(cells[i]);
        cells[i] = NULL;
    }
    while (count < group && !isAtEnd) {
        // A statement that is stepped again after its end would begin anew.
        isAtEnd = sqlite3_step(reading) != SQLITE_ROW;
        if (isAtEnd) break;
        for (int i = 0; i < columns; i++)
            cells[count * columns + i] = sqlite3_value_dup(sqlite3_column_value(reading, i));
        count++;
    }
    return count;
}

// Where the values lie, as whoever has just received them would know it.
static void bind(sqlite3_stmt *insert, int i, sqlite3_value *value) {
    switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER: sqlite3_bind_int64(insert, i, sqlite3_value_int64(value)); break;
    case SQLITE_TEXT:
        sqlite3_bind_text(insert, i, sqlite3_value_blob(value), sqlite3_value_bytes(value), SQLITE_STATIC);
        break;
    case SQLITE_BLOB:
        sqlite3_bind_blob(insert, i, sqlite3_value_blob(value), sqlite3_value_bytes(value), SQLITE_STATIC);
        break;
    default: sqlite3_bind_null(insert, i);
    }
}

static void insert(sqlite3 *db, sqlite3_stmt *statement, int count) {
    for (int row = 0; row < count; row++) {
        for (int i = 0; i < columns; i++) bind(statement, i + 1, cells[row * columns + i]);
        if (sqlite3_step(statement) != SQLITE_DONE) fail(db, "insert");
        sqlite3_reset(statement);
    }
}

#define TABLE \
    "CREATE TABLE event(row INTEGER PRIMARY KEY, origin INTEGER NOT NULL, seq INTEGER NOT NULL," \
    " stamp INTEGER NOT NULL, actor TEXT NOT NULL, role TEXT NOT NULL, centre TEXT NOT NULL, via TEXT," \
    " subject BLOB NOT NULL, kind TEXT NOT NULL, body BLOB NOT NULL, hash BLOB NOT NULL);"
#define INSERT "INSERT INTO event VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

static double floorSeconds(long *sum) {
    sqlite3_stmt *statement = prepared(target, INSERT);
    double busy = 0;
    for (int count; (count = rows()) > 0; *sum += count) {
        double start = now();
        run(target, "BEGIN IMMEDIATE");
        insert(target, statement, count);
        run(target, "COMMIT");
        busy += now() - start;
    }
    return busy;
}

static int conflict(void *context, int what, sqlite3_changeset_iter *change) { return SQLITE_CHANGESET_ABORT; }

static double sessionSeconds(long *sum) {
    sqlite3 *sender = opened(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    run(sender, TABLE);
    sqlite3_stmt *statement = prepared(sender, INSERT);
    double busy = 0;
    for (int count; (count = rows()) > 0; *sum += count) {
        sqlite3_session *session;
        void *changes;
        int size;
        if (sqlite3session_create(sender, "main", &session) || sqlite3session_attach(session, "event"))
            fail(sender, "session");
        insert(sender, statement, count);
        if (sqlite3session_changeset(session, &size, &changes)) fail(sender, "changeset");
        sqlite3session_delete(session);
        run(sender, "DELETE FROM event");

        double start = now();
        run(target, "BEGIN IMMEDIATE");
        if (sqlite3changeset_apply(target, size, changes, NULL, conflict, NULL)) fail(target, "apply");
        run(target, "COMMIT");
        busy += now() - start;
        sqlite3_free(changes);
    }
    return busy;
}

static void copy(void) {
    for (int count; (count = rows()) > 0;) {
        puts("COPY event FROM stdin;");
        for (int i = 0; i < count * columns; i++) {
            const unsigned char *bytes = sqlite3_value_blob(cells[i]);
            int size = sqlite3_value_bytes(cells[i]);
            switch (sqlite3_value_type(cells[i])) {
            case SQLITE_NULL: fputs("\\N", stdout); break;
            case SQLITE_BLOB:
                fputs("\\\\x", stdout);
                for (int j = 0; j < size; j++) printf("%02x", bytes[j]);
                break;
            default:
                for (int j = 0; j < size; j++) {
                    if (bytes[j] == '\\') putchar('\\');
                    putchar(bytes[j]);
                }
            }
            putchar(i % columns == columns - 1 ? '\n' : '\t');
        }
        puts("\\.");
    }
}

int main(int count, char **arguments) {
    int isCopy = count == 3 && !strcmp(arguments[1], "copy");
    if (!isCopy && count != 4) {
        fputs("usage: bare floor|session SOURCE NEW | bare copy SOURCE\n", stderr);
        return 2;
    }
    source = opened(arguments[2], SQLITE_OPEN_READWRITE);
    reading = prepared(source, "SELECT row, origin, seq, stamp, actor, role, centre, via, subject, kind, body, hash FROM event ORDER BY row");
    if (isCopy) {
        copy();
        return 0;
    }
    target = opened(arguments[3], SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    run(target, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -2048");
    run(target, TABLE "CREATE UNIQUE INDEX event_origin ON event(origin, seq);"
                      "CREATE INDEX event_subject ON event(subject);");
    int isSession = !strcmp(arguments[1], "session");
    long sum = 0;
    double seconds = isSession ? sessionSeconds(&sum) : floorSeconds(&sum);
    printf("%.0f\n", sum / seconds);
    return 0;
}
