# Lays the figures of Benchmarks/sync out, each NAME<TAB>VALUE. Of what was measured several times the best counts: the
# machine may be shared, and whoever was disturbed least shows what it can do.
BEGIN { FS = "\t" }
{
    if (!($1 in least) || $2 < least[$1]) least[$1] = $2 + 0
    if (!($1 in most) || $2 > most[$1]) most[$1] = $2 + 0
}

# With thousands apart: 1,234,567
function apart(value,    text) {
    text = sprintf("%d", value)
    while (match(text, /[0-9][0-9][0-9][0-9](,|$)/)) text = substr(text, 1, RSTART) "," substr(text, RSTART + 1)
    return text
}

function heading(text, first, second) { printf "%-58s%12s%12s\n", text, first, second }

# A row; what is judged is what is shown.
function row(text, first, second, judged, sign, limit,    isMet) {
    isMet = sign == ">=" ? judged + 0 >= limit : judged + 0 <= limit
    printf "  %-56s%12s%12s", text, first, second
    if (limit) printf "   %s %s  %s", sign, limit, isMet ? "met" : "not met"
    printf "\n"
}

function rate(text, value, limit,    part) {
    part = sprintf("%.2f", value / most["catchup.bare"])
    if (value) row(text, apart(value), part, part, ">=", limit)
}

function sync_rate(text, name) { if (name in least) rate(text, events / least[name], 0) }

function commit(text, name,    unseen) {
    if (!("commit.median." name in least)) return
    unseen = most["commit.unseen." name]
    row(text (unseen ? ", " unseen " unseen" : ""), sprintf("%.1f", least["commit.median." name]),
        sprintf("%.1f", least["commit.p99." name]), sprintf("%.1f", least["commit.median." name]), "<=", 20)
}

function idle(text, name,    share) {
    if (!(name in least)) return
    share = least[name] / most["idle.seconds"] * 100
    row(text, sprintf("%.2f", share), sprintf("%.3f", share / 16), sprintf("%.3f", share / 16), "<=", 0.05)
}

function heads(text, name) {
    if (name in least) row(text, sprintf("%.1f", least[name]), apart(least[name ".bytes"]), 0, "", 0)
}

function memory(text, name) { if (name in most) row(text, sprintf("%.0f", most[name]), "", 0, "", 0) }

END {
    events = most["events"]
    if (events) catchup()
    if ("heads.level" in least) follow()
}

function catchup() {
    heading("catching up " apart(events) " events", "events/s", "of bare")
    rate("bare inserts, SQLite", most["catchup.bare"], 0)
    rate("the log: chain and signatures checked", most["catchup.log"], 0.7)
    rate("the log and every read model", most["catchup.models"], 0.4)
    sync_rate("guantong sync PATH, both sides in one process", "catchup.path.seconds")
    sync_rate("guantong sync ssh://", "catchup.ssh.seconds")
    rate("SQLite's session extension, changesets applied", most["catchup.session"], 0)
    rate("PostgreSQL logical replication, first copy", most["catchup.copy"], 0)
    rate("PostgreSQL logical replication, streamed", most["catchup.stream"], 0)
    memory("most memory: guantong sync PATH, both sides, MB", "catchup.path.peak")
    memory("most memory: guantong sync ssh://, this side, MB", "catchup.ssh.peak")
}

function follow() {
    heading("commit to another node's screen, ms", "median", "p99")
    commit("on one node, for comparison", "here")
    commit("desk to a centre, over a path", "desk.path")
    commit("desk to a centre, over ssh", "desk.ssh")
    commit("centre to centre through the desk, over paths", "centre.path")
    commit("centre to centre through the desk, over ssh", "centre.ssh")
    commit("desk to one of sixteen, over paths", "sixteen.path")
    commit("desk to one of sixteen, over ssh", "sixteen.ssh")
    heading("sixteen followers with nothing to do, % of a core", "all", "each")
    idle("over paths, both sides", "idle.path")
    idle("over ssh, with ssh, sshd and the desk's side", "idle.ssh")
    heading("heads of 3,000 nodes compared", "ms", "bytes")
    heads("all alike", "heads.level")
    heads("ten differ, and are brought over", "heads.apart")
    heading("most memory with a hostile peer, MB", "", "")
    memory("sends the same batches without end", "flood.again")
    memory("names 199,000 chains", "flood.chains")
    memory("sends events of 8 MB, compressed", "flood.large")
}
